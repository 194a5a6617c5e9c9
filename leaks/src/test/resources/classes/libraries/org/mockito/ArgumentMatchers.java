package org.mockito;

public class ArgumentMatchers {
  public static int anyInt() { return 0; }
  public static String anyString() { return ""; }
}
