// Nobody can say more than javac does: docs/ides.md says what it means.
def log = new File(basedir, "build.log").text
assert log.contains("cannot find symbol") && log.contains("NetTraining")
