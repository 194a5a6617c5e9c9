package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Library;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the parts of one scan share. Not thread-safe.
final class Analysis {
  private final Program program;
  private final Library library;
  private final boolean statements;
  private final Summaries summaries = new Summaries(this);
  private final Exceptions exceptions = new Exceptions(this);
  private final ClosedFields fields = new ClosedFields(this);
  private final Acquirers acquirers = new Acquirers(this);
  private final Map<String, Integer> fieldIds = new HashMap<>();
  private final List<String> fieldNames = new ArrayList<>();

  Analysis(Program program, Library library, boolean statements) {
    this.program = program;
    this.library = library;
    this.statements = statements;
  }

  Program program() {
    return program;
  }

  Library library() {
    return library;
  }

  /// Whether lost statements are wanted, too.
  boolean statements() {
    return statements;
  }

  Summaries summaries() {
    return summaries;
  }

  Exceptions exceptions() {
    return exceptions;
  }

  ClosedFields fields() {
    return fields;
  }

  Acquirers acquirers() {
    return acquirers;
  }

  /// The id of values read from a field.
  int fieldId(String name) {
    return fieldIds.computeIfAbsent(
        name,
        each -> {
          fieldNames.add(each);
          return Value.FIELD_IDS - fieldNames.size() + 1;
        });
  }

  String fieldName(int id) {
    return fieldNames.get(Value.FIELD_IDS - id);
  }
}
