package demo;

/** The ways in which code of a user breaks, in a package of the user. */
public enum Fault {
  ASSERTION("java.lang.AssertionError: 3 < 2") {
    @Override
    void occurHere() {
      throw new AssertionError("3 < 2");
    }
  },
  NOTHING_SAID("java.lang.NullPointerException") {
    @Override
    void occurHere() {
      throw new NullPointerException();
    }
  },
  STACK_OVERFLOW("java.lang.StackOverflowError") {
    @Override
    void occurHere() {
      occurHere();
    }
  },
  CLASS_MISSING("java.lang.NoClassDefFoundError: com/acme/Missing") {
    @Override
    void occurHere() {
      throw new NoClassDefFoundError("com/acme/Missing");
    }
  },
  INITIALIZER(
      "java.lang.ExceptionInInitializerError, caused by java.lang.IllegalStateException: no"
          + " configuration") {
    @Override
    void occurHere() {
      throw new ExceptionInInitializerError(new IllegalStateException("no configuration"));
    }
  },
  CAUSED(
      "java.lang.IllegalStateException: cannot go on, caused by java.io.IOException: disk gone") {
    @Override
    void occurHere() {
      throw new IllegalStateException("cannot go on", new java.io.IOException("disk gone"));
    }
  },
  MEMORY("java.lang.OutOfMemoryError: Java heap space") {
    @Override
    void occurHere() {
      throw new OutOfMemoryError("Java heap space");
    }
  };

  private final String description;

  Fault(String description) {
    this.description = description;
  }

  /** What a message has to say of it. */
  public String description() {
    return description;
  }

  abstract void occurHere();

  /** Breaks. */
  public void occur() {
    occurHere();
  }
}
