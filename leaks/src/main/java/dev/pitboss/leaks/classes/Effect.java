package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Relation;
import java.util.List;

/// What a method does with the resource it is given.
///
/// @param closes whether each path that returns closes it
/// @param closesOnThrow whether each exception leaves it closed
/// @param mayKeep whether that cannot be told
/// @param escapes whether something else closes it
/// @param fields that hold it afterwards
/// @param returned what the result has to do with it
record Effect(
    boolean closes,
    boolean closesOnThrow,
    boolean mayKeep,
    boolean escapes,
    List<String> fields,
    Relation returned) {
  /// Uses it and gives it back.
  static final Effect NONE = new Effect(false, false, false, false, List.of(), Relation.NONE);

  static final Effect UNKNOWN = new Effect(false, false, true, false, List.of(), Relation.NONE);

  static Effect of(Outcome outcome) {
    List<Outcome.Exit> normal = outcome.normal();
    List<Outcome.Exit> open = normal.stream().filter(each -> each.state().isOpen()).toList();
    boolean closes =
        normal.isEmpty()
            ? !outcome.closes().isEmpty()
            : normal.stream().allMatch(each -> each.state().status() == State.Status.CLOSED);
    return new Effect(
        closes,
        outcome.thrown().stream().noneMatch(each -> each.state().isOpen()),
        open.stream()
            .anyMatch(each ->
                each.state().marks().contains(State.Mark.HANDED)
                    || each.state().marks().contains(State.Mark.CAPTURED)),
        normal.stream().anyMatch(each -> each.state().status() == State.Status.ESCAPED),
        open.stream()
            .flatMap(each -> each.state().fields().entrySet().stream())
            .filter(entry -> entry.getValue().relation().reaches())
            .map(entry -> entry.getKey())
            .distinct()
            .toList(),
        open.stream()
            .map(each -> each.value().relation())
            .filter(each -> each != Relation.NONE && each != Relation.NULL)
            .findFirst()
            .orElse(Relation.NONE));
  }

  /// Of a call of a method that is named for closing: which of several closes is theirs to know, as
  /// a pool of one connection keeps it.
  Effect orCloses(Effect other) {
    if (closes == other.closes) {
      return or(other);
    }
    return closes ? this : other;
  }

  /// Of a call that may run either.
  Effect or(Effect other) {
    return new Effect(
        closes && other.closes,
        closesOnThrow && other.closesOnThrow,
        mayKeep || other.mayKeep || closes != other.closes,
        escapes || other.escapes,
        fields.isEmpty() ? other.fields : fields,
        returned == Relation.NONE ? other.returned : returned);
  }
}
