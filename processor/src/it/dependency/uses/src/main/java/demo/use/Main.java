package demo.use;

import demo.NetTraining;

final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    NetTraining.main(arguments);
  }
}
