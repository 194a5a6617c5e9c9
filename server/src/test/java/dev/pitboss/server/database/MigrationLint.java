package dev.pitboss.server.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Faults of one migration: of its form, and of what it does to tables that a casino in use is
/// waiting for.
final class MigrationLint {
  /// A fault as `file:line rule message`.
  record Fault(String file, int line, String rule, String message) {
    @Override
    public String toString() {
      return file + ":" + line + " " + rule + " " + message;
    }
  }

  /// Tables that grow with every bet and are never emptied.
  private static final String GROWING =
      "(?:round|stored_round|ledger_entry|stored_entry|bet|stored_bet)";

  private static final Pattern NAME =
      Pattern.compile("V\\d+(?:_\\d+)*__[a-z0-9]+(?:_[a-z0-9]+)*\\.sql");

  /// As wide as the sources' widest lines.
  private static final int MAX_WIDTH = 125;

  private static final Pattern COMMENT_OR_TEXT = Pattern.compile("--[^\n]*|'[^']*+(?:''[^']*+)*+'");
  private static final Pattern BODY = Pattern.compile("\\$(\\w*)\\$.*?\\$\\1\\$", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("(?<![\\w.%])[A-Za-z_]\\w*");

  /// The words of SQL and PL/pgSQL that migrations use, which are written in capitals. Literals,
  /// types and functions are not.
  private static final Set<String> KEYWORDS =
      Set.of(
          """
          ACCESS ADD AFTER ALL ALTER ALWAYS AND ANY AS ASC BEFORE BEGIN BETWEEN BY CASCADE CASE CHECK
          COLLATE COLUMN COMMENT CONCURRENTLY CONFLICT CONSTRAINT CREATE CROSS DECLARE DEFAULT DEFERRABLE
          DEFINER DELETE DESC DISTINCT DO DROP EACH ELSE ELSIF END EXCEPTION EXCLUSIVE EXECUTE EXISTS
          EXTERNAL FILTER FOR FOREIGN FROM FULL FUNCTION GENERATED GRANT GROUP HAVING IDENTITY IF IN
          INCLUDE INDEX INHERIT INHERITS INNER INSERT INTERSECT INTO IS JOIN KEY LANGUAGE LATERAL LEFT
          LIKE LIMIT LOCK LOCKED LOOP NOLOGIN NOT NOTHING NULL NULLS OFFSET ON ONLY OR ORDER ORDINALITY
          OUTER OVER PARTITION PERFORM PRIMARY PROCEDURE PUBLIC RAISE RECURSIVE REFERENCES RENAME REPLACE
          RESTRICT RETURN RETURNING RETURNS REVOKE ROW SCHEMA SECURITY SELECT SEQUENCE SEQUENCES SET
          SETOF SKIP STABLE START STATISTICS STORAGE TABLE THEN TO TRIGGER TRUNCATE UNION UNIQUE UNLOGGED
          UPDATE USAGE USING VALIDATE VALUES VIEW WHEN WHERE WHILE WINDOW WITH
          """
              .trim()
              .split("\\s+", -1));

  /// Capitals that are no keywords: variables of triggers, collations, roles of the catalogue.
  private static final Set<String> OTHER_CAPITALS =
      Set.of(
          "AT",
          "C",
          "IMMUTABLE",
          "MODE",
          "NEW",
          "OLD",
          "PARALLEL",
          "ROLE",
          "TG_OP",
          "TIME",
          "VALID",
          "VOLATILE",
          "ZONE");

  /// Keywords of which a table or column here has the name, or which are also a type or a value.
  private static final Set<String> ALSO_NAMES =
      Set.of(
          "comment",
          "index",
          "key",
          "left",
          "on",
          "public",
          "replace",
          "sequence",
          "start",
          "statistics",
          "trigger");

  private static final Pattern INDEX = Pattern.compile("^CREATE (?:UNIQUE )?INDEX .* ON (\\w+)");

  private record Rule(String name, Pattern statement, String message) {
    static Rule of(String name, String statement, String message) {
      return new Rule(name, Pattern.compile(statement, Pattern.CASE_INSENSITIVE), message);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              "transaction",
              "^(?:BEGIN|COMMIT|ROLLBACK|VACUUM|CREATE DATABASE|ALTER"
                  + " SYSTEM)\\b|\\bCONCURRENTLY\\b",
              "a migration is one transaction, which Flyway begins and commits"),
          Rule.of(
              "rewrites-growing-table",
              "^ALTER TABLE (?:ONLY )?"
                  + GROWING
                  + " .*(?:\\bTYPE\\b"
                  + "|ADD COLUMN (?:(?!,).)*(?:gen_random_uuid|now|clock_timestamp|nextval)\\()",
              "copies every row while bets wait"),
          Rule.of(
              "scans-growing-table",
              "^ALTER TABLE (?:ONLY )?"
                  + GROWING
                  + " .*(?:ADD (?:CONSTRAINT \\w+ )?(?:PRIMARY KEY|UNIQUE|EXCLUDE)|SET NOT NULL"
                  + "|ADD (?:CONSTRAINT \\w+ )?(?:CHECK|FOREIGN KEY)(?!.*NOT VALID))",
              "reads every row while bets wait; add constraints NOT VALID"),
          Rule.of(
              "index-of-growing-table",
              "^CREATE (?:UNIQUE )?INDEX .* ON " + GROWING + "\\b",
              "reads every row while bets wait"),
          Rule.of(
              "changes-growing-table",
              "^(?:UPDATE|DELETE FROM) " + GROWING + "\\b",
              "rounds and entries are written once"),
          Rule.of(
              "breaks-version-before",
              "^DROP (?:TABLE|VIEW|FUNCTION)|^ALTER TABLE .*(?:DROP COLUMN|RENAME)",
              "the version before runs with the new schema while an upgrade is under way"),
          Rule.of(
              "required-without-default",
              "^ALTER TABLE .*ADD COLUMN (?:(?!, ADD|DEFAULT|GENERATED).)*\\bNOT NULL"
                  + "(?:(?!, ADD|DEFAULT).)*(?:, ADD.*)?$",
              "rows there are have no value"));

  private final String file;
  private final String sql;
  private final List<Fault> faults = new ArrayList<>();

  private MigrationLint(String file, String sql) {
    this.file = file;
    this.sql = sql;
  }

  /// All faults, in the order of the lines for each rule.
  static List<Fault> faults(String file, String sql) {
    MigrationLint lint = new MigrationLint(file, sql);
    lint.form();
    lint.words();
    lint.statements();
    return List.copyOf(lint.faults);
  }

  private void report(int line, String rule, String message) {
    faults.add(new Fault(file, line, rule, message));
  }

  private int lineAt(int position) {
    return (int) sql.substring(0, position).chars().filter(it -> it == '\n').count() + 1;
  }

  private void form() {
    if (!NAME.matcher(file).matches()) {
      report(1, "name", "must be V<number>__words_in_lower_case.sql");
    }
    List<String> lines = sql.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.equals(line.stripTrailing()) || line.contains("\t")) {
        report(i + 1, "space", "has a tab or ends with a space");
      }
      if (line.length() > MAX_WIDTH) {
        report(i + 1, "width", "has more than " + MAX_WIDTH + " characters");
      }
    }
    if (!sql.endsWith("\n") || sql.endsWith("\n\n")) {
      report(lines.size(), "end", "must end with one line break");
    }
  }

  /// Of the same length, so that positions stay.
  private static String blanked(String text, Pattern what) {
    return what.matcher(text).replaceAll(it -> it.group().replaceAll("[^\n]", " "));
  }

  private void words() {
    Matcher words = WORD.matcher(blanked(sql, COMMENT_OR_TEXT));
    while (words.find()) {
      String word = words.group();
      String capitals = word.toUpperCase(Locale.ROOT);
      boolean isLower = word.equals(word.toLowerCase(Locale.ROOT));
      if (isLower && KEYWORDS.contains(capitals) && !ALSO_NAMES.contains(word)) {
        report(lineAt(words.start()), "keyword", word + " must be " + capitals);
      } else if (!isLower && !KEYWORDS.contains(word) && !OTHER_CAPITALS.contains(word)) {
        report(lineAt(words.start()), "identifier", word + " must be in lower case");
      }
    }
  }

  /// An index of a table that the same migration creates has nothing to read.
  private boolean isOfNewTable(String statement) {
    Matcher index = INDEX.matcher(statement);
    return index.find()
        && Pattern.compile("CREATE (?:UNLOGGED )?TABLE " + index.group(1) + "\\b")
            .matcher(sql)
            .find();
  }

  private void statements() {
    String plain = blanked(blanked(sql, COMMENT_OR_TEXT), BODY);
    int start = 0;
    for (String part : plain.split(";", -1)) {
      String statement = part.strip().replaceAll("\\s+", " ");
      int line = lineAt(start + (part.length() - part.stripLeading().length()));
      for (Rule rule : RULES) {
        if (rule.statement().matcher(statement).find() && !isOfNewTable(statement)) {
          report(line, rule.name(), rule.message());
        }
      }
      start += part.length() + 1;
    }
    if (!plain.substring(plain.lastIndexOf(';') + 1).isBlank()) {
      report(lineAt(sql.stripTrailing().length()), "end", "the last statement has no semicolon");
    }
  }
}
