assert new File(basedir, "target/classes/demo/NetTraining.class").exists()
def source = new File(basedir, "target/generated-sources/annotations/demo/NetTraining.java").text
assert source.contains("Net::network")
