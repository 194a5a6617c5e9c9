package dev.pitboss.games.fruit;

/// A symbol of a cell, with its frequency and line pays.
public enum Fruit {
  /// The rarest: 1 cell in 100.
  DIAMOND("diamond", 1, 81, 400, 4200),
  /// First of the royal sequence.
  CHERRY("cherry", 7, 33, 160, 1005),
  /// Second of the royal sequence.
  BANANA("banana", 7, 33, 160, 1005),
  /// Third of the royal sequence.
  ORANGE("orange", 7, 33, 160, 1005),
  /// Fourth of the royal sequence.
  GRAPE("grape", 7, 33, 160, 1005),
  /// Last of the royal sequence.
  STRAWBERRY("strawberry", 19, 17, 66, 505),
  /// Pays as the strawberry.
  APPLE("apple", 18, 17, 66, 505),
  /// Pays as the strawberry.
  KIWI("kiwi", 17, 17, 66, 505),
  /// Pays as the strawberry.
  PEACH("peach", 17, 17, 66, 505);

  private final String id;
  private final int weight;
  private final int three;
  private final int four;
  private final int five;

  Fruit(String id, int weight, int three, int four, int five) {
    this.id = id;
    this.weight = weight;
    this.three = three;
    this.four = four;
    this.five = five;
  }

  /// The name that is stored and sent.
  public String id() {
    return id;
  }

  /// How many cells in a hundred show it.
  public int weight() {
    return weight;
  }

  /// What that many of a kind from the left pay, in line bets; 0 below three.
  ///
  /// @param count 0 to 5
  public int pay(int count) {
    if (count < 0 || count > FruitMachine.COLUMNS) {
      throw new IllegalArgumentException("A line has 0 to 5 of a kind, got " + count);
    }
    return count < 3 ? 0 : count == 3 ? three : count == 4 ? four : five;
  }

  /// The fruit a draw below 100 stands for: each takes as many numbers as its weight, in the order
  /// of this list.
  static Fruit drawn(int number) {
    int below = 0;
    for (Fruit fruit : values()) {
      below += fruit.weight;
      if (number < below) {
        return fruit;
      }
    }
    throw new IllegalArgumentException("A cell is drawn below 100, got " + number);
  }
}
