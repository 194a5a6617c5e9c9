package dev.pitboss.leaks.java.flow;

/// An exception a call or statement may throw.
///
/// @param type simple name
/// @param isDeclared whether it is declared or known; otherwise any code may throw it
/// @param what the code that throws, in words
record Thrown(String type, boolean isDeclared, String what) {}
