def log = new File(basedir, "build.log").text
assert log.contains("[TexpRuntimeMissing]")
assert log.contains("org.texp4j:texp4j-dl4j")
assert !log.contains("cannot find symbol")
