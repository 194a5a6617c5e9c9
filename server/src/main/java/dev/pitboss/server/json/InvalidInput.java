package dev.pitboss.server.json;

/// Invalid input of a caller: thrown while reading, before anything was changed, and turned into a
/// 400 in one place. An exception and not a value because it leaves from any depth of the document;
/// it carries no stack trace.
public final class InvalidInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final String field;

  /// @param code one of the documented problem codes, for programs
  /// @param field path of the field at fault, as in `bets[2].stake`; empty when it is the whole
  ///   body
  /// @param message what is wrong, for people; names the value where that helps
  public InvalidInput(String code, String field, String message) {
    super(message, null, false, false);
    this.code = code;
    this.field = field;
  }

  /// A field whose value cannot be taken.
  public static InvalidInput field(String field, String message) {
    return new InvalidInput("invalid_field", field, message);
  }

  /// Why, for programs.
  public String code() {
    return code;
  }

  /// Path of the field at fault; empty when it is the whole body.
  public String field() {
    return field;
  }

  /// Why, for people. Never null here, unlike its parent's.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
