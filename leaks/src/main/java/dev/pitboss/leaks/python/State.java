package dev.pitboss.leaks.python;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known at one point of one path through a function. Mutable; copied where paths part.
final class State {
  /// How far a connection's life is.
  enum Status {
    OPEN,
    /// A SQLAlchemy session whose transaction ended: it holds no connection until it is used again.
    IDLE,
    /// Closed, though its pool wants it back.
    WRONGLY_CLOSED,
    CLOSED,
    /// Returned, stored or handed to code that ends it.
    ESCAPED
  }

  private final Map<String, Value> variables;
  private final Map<Integer, Status> statuses;
  private final Map<String, Boolean> facts;
  private @Nullable Trail trail;
  private boolean dead;

  State() {
    variables = new HashMap<>();
    statuses = new HashMap<>();
    facts = new HashMap<>();
  }

  private State(State other) {
    variables = new HashMap<>(other.variables);
    statuses = new HashMap<>(other.statuses);
    facts = new HashMap<>(other.facts);
    trail = other.trail;
  }

  State copy() {
    return new State(this);
  }

  /// What tells paths apart; how they came here does not.
  record Key(
      Map<String, Value> variables, Map<Integer, Status> statuses, Map<String, Boolean> facts) {}

  /// Valid until the state changes.
  Key key() {
    return new Key(variables, statuses, facts);
  }

  Value get(String name) {
    return variables.getOrDefault(name, Value.UNKNOWN);
  }

  void set(String name, Value value) {
    if (value.equals(Value.UNKNOWN)) {
      variables.remove(name);
    } else {
      variables.put(name, value);
    }
    facts.keySet().removeIf(fact -> mentions(fact, name));
    String below = name + ".";
    variables.keySet().removeIf(other -> other.startsWith(below));
  }

  private static boolean mentions(String fact, String name) {
    int at = fact.indexOf(name);
    while (at >= 0) {
      int end = at + name.length();
      boolean starts = at == 0 || !Character.isJavaIdentifierPart(fact.charAt(at - 1));
      boolean ends = end == fact.length() || !Character.isJavaIdentifierPart(fact.charAt(end));
      if (starts && ends) {
        return true;
      }
      at = fact.indexOf(name, at + 1);
    }
    return false;
  }

  Map<String, Value> variables() {
    return variables;
  }

  @Nullable Status status(int site) {
    return statuses.get(site);
  }

  /// Whether closing it is still to be done.
  boolean isUnclosed(int site) {
    Status status = statuses.get(site);
    return status == Status.OPEN || status == Status.IDLE;
  }

  /// It is used: a session begins a transaction.
  void use(int site) {
    statuses.replace(site, Status.IDLE, Status.OPEN);
  }

  void status(int site, Status status) {
    statuses.put(site, status);
  }

  Map<Integer, Status> statuses() {
    return statuses;
  }

  boolean holds() {
    return statuses.containsValue(Status.OPEN) || statuses.containsValue(Status.WRONGLY_CLOSED);
  }

  @Nullable Boolean fact(String condition) {
    return facts.get(condition);
  }

  void fact(String condition, boolean truth) {
    facts.put(condition, truth);
  }

  void forgetFacts() {
    facts.clear();
  }

  void step(int line, String event, int site) {
    trail = new Trail(trail, line, event, site);
  }

  @Nullable Trail trail() {
    return trail;
  }

  /// The path does not go on.
  void die() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }
}
