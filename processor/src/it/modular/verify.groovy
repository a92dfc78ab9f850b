def source = new File(basedir, "target/generated-sources/annotations/demo/NetTraining.java").text
assert !source.contains("@Generated(") : "the module does not read java.compiler"
assert new File(basedir, "target/plan.csv").readLines().size() == 4 // a header and three steps
