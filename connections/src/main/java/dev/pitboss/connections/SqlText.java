package dev.pitboss.connections;

import java.util.Locale;
import java.util.Set;

/// The text of a statement without the values in it.
///
/// Applications write values into their statements, and reports are read by people and copied into
/// tickets. So every literal becomes `?`, and comments go. Dialects differ in where a literal ends;
/// where that would matter (a backslash before a quote, a `#`, quotes in brackets), the rest of the
/// text is cut: too little is shown rather than a value.
final class SqlText {
  /// Characters shown: enough to recognize a statement.
  private static final int MAX_LENGTH = 1000;

  /// Characters read: generated statements with thousands of values have megabytes.
  private static final int MAX_READ = 16_000;

  private static final String CUT = " …";

  /// Between these words and the next one stands a name, never a value.
  private static final Set<String> BEFORE_NAMES =
      Set.of("FROM", "JOIN", "INTO", "UPDATE", "TABLE", "AS");

  private final String sql;
  private final int end;
  private final StringBuilder text = new StringBuilder();
  private String word = "";
  private int at;
  private boolean cut;

  private SqlText(String sql) {
    this.sql = sql;
    this.end = Math.min(sql.length(), MAX_READ);
  }

  /// The text with `?` for each literal, in one line of at most about 1,000 characters.
  static String withoutValues(String sql) {
    var reader = new SqlText(sql);
    while (reader.at < reader.end && !reader.cut) {
      reader.next();
      reader.cut |= reader.text.length() > MAX_LENGTH;
    }
    if (reader.cut || reader.end < sql.length()) {
      reader.text.setLength(Math.min(reader.text.length(), MAX_LENGTH));
      reader.text.append(CUT);
    }
    return reader.text.toString().strip();
  }

  private void next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c) || Character.isISOControl(c)) {
      space();
      at++;
    } else if (sql.startsWith("--", at)) {
      lineComment();
    } else if (sql.startsWith("/*", at)) {
      blockComment();
    } else if (Character.isDigit(c) || (c == '.' && isDigit(at + 1))) {
      number();
    } else if (Character.isLetter(c) || c == '_') {
      word();
    } else {
      switch (c) {
        case '\'' -> literal();
        case '"' -> quoted();
        case '`' -> name();
        case '[' -> bracket();
        case '$' -> dollar();
        case '#' -> cut = true; // a comment for some, an operator or a name for others
        default -> symbol(c);
      }
    }
  }

  private boolean isDigit(int index) {
    return index < end && Character.isDigit(sql.charAt(index));
  }

  private boolean isWordPart(int index) {
    if (index >= end) {
      return false;
    }
    char c = sql.charAt(index);
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  private void space() {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
      text.append(' ');
    }
  }

  private void symbol(char c) {
    text.append(c);
    word = "";
    at++;
  }

  private void value() {
    text.append('?');
    word = "";
  }

  /// For MySQL two dashes without a space behind are no comment: with a quote in the line it is not
  /// clear what follows.
  private void lineComment() {
    int line = sql.indexOf('\n', at);
    int until = line < 0 || line > end ? end : line;
    String comment = sql.substring(at, until);
    boolean isClear = comment.length() == 2 || Character.isWhitespace(comment.charAt(2));
    cut |= !isClear && hasQuote(comment);
    space();
    at = until;
  }

  /// Comments within comments end differently, and MySQL runs some of them.
  private void blockComment() {
    int close = sql.indexOf("*/", at + 2);
    if (close < 0 || close + 2 > end || sql.substring(at + 2, close).contains("/*")) {
      cut = true;
      return;
    }
    space();
    at = close + 2;
  }

  private static boolean hasQuote(String part) {
    return part.indexOf('\'') >= 0 || part.indexOf('"') >= 0 || part.indexOf('`') >= 0;
  }

  private void number() {
    while (isWordPart(at) || (at < end && sql.charAt(at) == '.') || isExponentSign()) {
      at++;
    }
    value();
  }

  private boolean isExponentSign() {
    return at < end
        && (sql.charAt(at) == '-' || sql.charAt(at) == '+')
        && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E')
        && isDigit(at + 1);
  }

  private void word() {
    int start = at;
    while (isWordPart(at)) {
      at++;
    }
    String here = sql.substring(start, at).toUpperCase(Locale.ROOT);
    boolean beforeQuote = at < end && sql.charAt(at) == '\'';
    if (beforeQuote && (here.equals("Q") || here.equals("NQ"))) {
      chosenQuote();
      return;
    }
    text.append(sql, start, at);
    word = here;
    cut |= here.equals("IDENTIFIED"); // a password that need not be quoted
  }

  /// Oracle's `q'[…]'`, with a mark of the writer's choice.
  private void chosenQuote() {
    if (at + 1 >= end) {
      cut = true;
      return;
    }
    char open = sql.charAt(at + 1);
    int pair = "[{(<".indexOf(open);
    char close = pair < 0 ? open : "]})>".charAt(pair);
    skipTo(close + "'", at + 2);
  }

  private void skipTo(String mark, int from) {
    int close = sql.indexOf(mark, from);
    value();
    if (close < 0 || close + mark.length() > end) {
      cut = true;
    } else {
      at = close + mark.length();
    }
  }

  private void literal() {
    int close = closing('\'');
    value();
    at = close;
  }

  /// Behind the quote that closes what begins here; cuts the text where that is not clear.
  private int closing(char quote) {
    int i = at + 1;
    while (i < end) {
      if (sql.charAt(i) == quote) {
        if (sql.charAt(i - 1) == '\\') {
          break;
        }
        if (i + 1 >= end || sql.charAt(i + 1) != quote) {
          return i + 1;
        }
        i++;
      }
      i++;
    }
    cut = true;
    return end;
  }

  /// A name for most, a value for MySQL: shown only where no value can stand.
  private void quoted() {
    int start = at;
    boolean afterDot = !text.isEmpty() && text.charAt(text.length() - 1) == '.';
    String before = word;
    int close = closing('"');
    boolean beforeDot = close < end && sql.charAt(close) == '.';
    if (!cut && (afterDot || beforeDot || BEFORE_NAMES.contains(before))) {
      text.append(sql, start, close);
      word = "";
    } else {
      value();
    }
    at = close;
  }

  private void name() {
    int start = at;
    at = closing('`');
    if (!cut) {
      text.append(sql, start, at);
      word = "";
    }
  }

  /// An array, or a name in SQL Server, which may contain a quote.
  private void bracket() {
    int close = sql.indexOf(']', at);
    boolean isArray = word.equals("ARRAY");
    if (!isArray && (close < 0 || close > end || hasQuote(sql.substring(at, close)))) {
      cut = true;
    } else {
      symbol('[');
    }
  }

  /// PostgreSQL's `$1`, or its `$tag$…$tag$`.
  private void dollar() {
    int mark = at + 1;
    while (isWordPart(mark) && sql.charAt(mark) != '$') {
      mark++;
    }
    boolean opens = mark < end && sql.charAt(mark) == '$' && !isDigit(at + 1);
    if (opens) {
      skipTo(sql.substring(at, mark + 1), mark + 1);
    } else if (isDigit(at + 1)) {
      text.append(sql, at, mark);
      word = "";
      at = mark;
    } else {
      symbol('$');
    }
  }
}
