package dev.pitboss.connections;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "select * from player where id = ? ~ select * from player where id = ?",
        "select 'a', 1, -2.5e-3, 0x1F from t1 ~ select ?, ?, -?, ? from t1",
        "select 'it''s' || 'x' ~ select ? || ?",
        "insert into t values (1,2, 'x') ~ insert into t values (?,?, ?)",
        "select a.\"Name\" from \"User\" a ~ select a.\"Name\" from \"User\" a",
        "select * from t where name = \"bob\" ~ select * from t where name = ?",
        "select `x y` from `t` ~ select `x y` from `t`",
        "select $1, $tag$it's$tag$ from t ~ select $1, ? from t",
        "select q'[it's]' from dual ~ select ? from dual",
        "select E'a' , date '2020-01-02' ~ select E? , date ?",
        "select a[1], array['x', 'y'] ~ select a[?], array[?, ?]",
        "select 1 /* bob */ from t /* ann */ where x ~ select ? from t where x",
        "select x::text, :name, @v, v$session ~ select x::text, :name, @v, v$session",
      })
  void literalsBecomeQuestionMarks(String sql, String shown) {
    assertThat(SqlText.withoutValues(sql)).isEqualTo(shown);
  }

  /// Where a literal ends depends on the dialect here: no dialect's value may be shown.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'a\\' or name = ' secret '",
        "select 'a\\\\', 'secret'",
        "select x # it's\n , 'secret' , secret",
        "select x --it's\n , 'secret'",
        "select /* a /* b */ secret */ 1",
        "select [it's] , 'secret'",
        "alter user scott identified by secret",
        "select 'secret",
        "select \"secret",
        "select $a$secret",
        "select q'[secret",
        "select /* secret",
        "select `secret",
        "select * from t where x in ('secret', \"secret\", 'secret')"
      })
  void whatIsNotClearIsNotShown(String sql) {
    assertThat(SqlText.withoutValues(sql))
        .doesNotContain("secret")
        .startsWithIgnoringCase(sql.substring(0, 5));
  }

  @Test
  void commentEndsWithItsLine() {
    assertThat(SqlText.withoutValues("select 1 -- bob's\nfrom t -- ann"))
        .isEqualTo("select ? from t");
  }

  @Test
  void textIsBoundedAndInOneLine() {
    String long1 = "select\n\t  a\u0000b from t where x in (" + "?,".repeat(100_000) + "?)";
    assertThat(SqlText.withoutValues(long1))
        .startsWith("select a b from t where x in (?,?")
        .endsWith("…")
        .hasSizeLessThan(1010);
    assertThat(SqlText.withoutValues("")).isEmpty();
  }
}
