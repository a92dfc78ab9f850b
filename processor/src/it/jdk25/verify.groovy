assert new File(basedir, ".mvn/maven.config").text.contains("maven.compiler.executable")
assert new File(basedir, "target/generated-sources/annotations/demo/NetTraining.java").exists()
assert new File(basedir, "target/classes/demo/NetTraining.class").exists()
