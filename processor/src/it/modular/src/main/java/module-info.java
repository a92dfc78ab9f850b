/** The user is a module; Deeplearning4j, and texp4j's runtime with it, stay on the class path. */
module user {
  requires org.texp4j.annotations;

  exports demo;
}
