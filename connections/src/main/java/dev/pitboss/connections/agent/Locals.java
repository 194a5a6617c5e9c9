package dev.pitboss.connections.agent;

/// Variables added to a method behind its own, shared by its calls: three for arguments, then the
/// source, a mark, and the connection. No frame of the method knows them, and none has to.
record Locals(int first) {
  static final int SIZE = 7;
  static final int MOST_ARGUMENTS = 3;

  int argument(int index) {
    return first + index;
  }

  int source() {
    return first + MOST_ARGUMENTS;
  }

  int mark() {
    return source() + 1;
  }

  int connection() {
    return mark() + 2;
  }
}
