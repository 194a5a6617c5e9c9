package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Relation;
import org.jspecify.annotations.Nullable;

/// What is known of one slot of the operand stack or of the local variables.
///
/// @param relation to the resource that is followed
/// @param id equal for copies of one value, so that a test of one tells about the others
/// @param number the value of an `int` or `boolean`, 0 for `null`, or null when it is not known
/// @param isSet whether it is known not to be 0, `false` or `null`
/// @param type exact class of a created object, or of a class constant, or null
/// @param function the method a lambda or a method reference calls, or null
record Value(
    Relation relation,
    int id,
    @Nullable Integer number,
    boolean isSet,
    @Nullable String type,
    @Nullable MethodKey function) {

  /// The object a method is called on.
  static final int THIS_ID = -1;

  /// Ids below are those of fields.
  static final int FIELD_IDS = -100_000;

  static final Value NULL = new Value(Relation.NONE, -2, 0, false, null, null);
  static final Value THIS = new Value(Relation.NONE, THIS_ID, null, true, null, null);

  /// The second slot of a `long` or `double`, and what no later instruction reads.
  static final Value NOTHING = new Value(Relation.NONE, -3, null, false, null, null);

  /// Of which nothing is known.
  static Value unknown(int id) {
    return new Value(Relation.NONE, id, null, false, null, null);
  }

  static Value number(int id, int number) {
    return new Value(Relation.NONE, id, number, number != 0, null, null);
  }

  /// Something that has to do with the resource.
  static Value held(Relation relation, int id) {
    return relation == Relation.NONE
        ? unknown(id)
        : new Value(relation, id, null, true, null, null);
  }

  static Value created(int id, String type) {
    return new Value(Relation.NONE, id, null, true, type, null);
  }

  /// The method of parameter slot `slot`.
  static int parameterId(int slot) {
    return -10 - slot;
  }

  Value as(Relation changed) {
    return new Value(changed, id, number, isSet || changed != Relation.NONE, type, function);
  }

  /// After a test that told it from 0.
  Value set() {
    return new Value(relation, id, null, true, type, function);
  }

  /// After a test that told its value.
  Value known(int value) {
    return new Value(relation, id, value, value != 0, type, function);
  }

  boolean isThis() {
    return id == THIS_ID;
  }

  boolean isParameter() {
    return id <= parameterId(0) && id > FIELD_IDS;
  }

  boolean isOfField() {
    return id <= FIELD_IDS;
  }

  boolean isHeld() {
    return relation != Relation.NONE && relation != Relation.NULL;
  }

  /// Whether it is 0, or not, or null when that is not known.
  @Nullable Boolean isZero() {
    if (isHeld() || isSet) {
      return false;
    }
    return number == null ? null : (Boolean) (number == 0);
  }
}
