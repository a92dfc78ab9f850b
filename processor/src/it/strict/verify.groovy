assert new File(basedir, "target/classes/demo/NetTraining.class").exists()
assert !new File(basedir, "build.log").text.contains("WARNING] /")
