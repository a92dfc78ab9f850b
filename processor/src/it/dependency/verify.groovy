assert new File(basedir, "declares/target/classes/demo/NetTraining.class").exists()
assert new File(basedir, "uses/target/classes/demo/use/Main.class").exists()
def written = new File(basedir, "uses/target/generated-sources/annotations")
assert !written.exists() || written.list().length == 0 : "written again where it is only used"
