package dev.pitboss.server.operators.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.operators.audit.AuditProof.Finding;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The chain against the owner of the tables, who can do anything but make a mac.
class AuditIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();

  private final Database database = CASINO.casino().services().database();
  private final AuditTrail audit = new AuditTrail(InstantSource.system());
  private AuditChain chain = new AuditChain(new byte[32]);
  private AuditProof proof = new AuditProof(database, chain);

  @BeforeEach
  void recordAndSeal() throws Exception {
    chain = new AuditChain(SeedVault.open(CASINO.seedKey()).derivedKey(AuditChain.KEY_PURPOSE));
    proof = new AuditProof(database, chain);
    for (int i = 0; i < 5; i++) {
      note("test.noted", "number:" + i);
    }
    awaitSealed();
    CASINO.sql("CREATE TABLE saved_entry AS SELECT * FROM audit_entry");
    CASINO.sql("CREATE TABLE saved_seal AS SELECT * FROM audit_seal");
  }

  @AfterEach
  void undo() throws SQLException {
    CASINO.sql(
        """
        TRUNCATE audit_entry, audit_seal, audit_unsealed;
        INSERT INTO audit_entry OVERRIDING SYSTEM VALUE SELECT * FROM saved_entry;
        INSERT INTO audit_seal SELECT * FROM saved_seal;
        DROP TABLE saved_entry, saved_seal;
        """);
  }

  @Test
  void untouchedTrailIsIntact() {
    assertThat(proof.verify(Optional.empty()))
        .isInstanceOfSatisfying(
            Finding.Intact.class,
            intact -> {
              assertThat(intact.head().position()).isGreaterThanOrEqualTo(5);
              assertThat(intact.waiting()).isZero();
              assertThat(proof.verify(Optional.of(intact.head()))).isEqualTo(intact);
            });
  }

  /// Each is done to the third entry from the end, so the chain is right up to there.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE audit_entry SET subject = 'number:99' WHERE audit_id = ?        | 0 | is not what",
        "UPDATE audit_entry SET actor = 'staff:bob' WHERE audit_id = ?          | 0 | is not what",
        "UPDATE audit_entry SET at = at + interval '1 ms' WHERE audit_id = ?    | 0 | is not what",
        "UPDATE audit_entry SET operator_id = 1 WHERE audit_id = ?              | 0 | is not what",
        "UPDATE audit_entry SET details = '{\"a\":\"b\"}' WHERE audit_id = ?    | 0 | is not what",
        "DELETE FROM audit_entry WHERE audit_id = ?                             | 0 | was removed",
        "DELETE FROM audit_seal WHERE audit_id = ?                              | 0 | is missing",
        "UPDATE audit_seal SET mac = sha256('x') WHERE audit_id = ?             | 0 | without this",
      })
  void whatTheOwnerChangesIsNamed(String change, int offset, String what) throws Exception {
    long id = CASINO.number("SELECT max(audit_id) - 2 FROM audit_entry");
    long position = CASINO.number("SELECT position FROM audit_seal WHERE audit_id = " + id);

    CASINO.sql(change.replace("?", Long.toString(id)));

    assertBroken(position + offset, what);
  }

  @Test
  void entrySlippedInPastTheTrailIsNamed() throws Exception {
    CASINO.sql(
        """
        INSERT INTO audit_entry (at, actor, action, subject, details)
        VALUES (now(), 'staff:eve', 'test.noted', 'number:6', '{}')
        """);

    assertBroken(0, "is not in the chain");
  }

  @Test
  void entryRemovedBeforeItWasSealedIsNamed() throws Exception {
    CASINO.sql("INSERT INTO audit_unsealed VALUES (9999999)");

    assertBroken(0, "was removed before it was sealed");
  }

  /// The whole chain made anew is consistent in itself; only the macs tell. The control: with the
  /// forger's key all is well.
  @Test
  void chainWrittenAnewWithoutTheKeyIsNotTaken() throws Exception {
    AuditChain forged = new AuditChain("guessed".getBytes(StandardCharsets.UTF_8));
    CASINO.sql("UPDATE audit_entry SET actor = 'staff:bob' WHERE actor = 'system'");
    try (Connection owner = CASINO.owner()) {
      byte[] hash = AuditChain.START;
      long position = 0;
      for (AuditTrail.Entry entry :
          Sql.list(
              owner,
              AuditTrail.SELECT + " JOIN audit_seal s USING (audit_id) ORDER BY s.position",
              AuditTrail::entry)) {
        position++;
        hash = forged.hash(hash, entry);
        Sql.update(
            owner,
            "UPDATE audit_seal SET hash = ?, mac = ? WHERE position = ?",
            hash,
            forged.mac(position, hash),
            position);
      }
    }

    assertBroken(1, "without this casino's key");
    assertThat(new AuditProof(database, forged).verify(Optional.empty()))
        .isInstanceOf(Finding.Intact.class);
  }

  /// Nothing inside can tell that the newest entries are gone; a head noted before can.
  @Test
  void headNotedEarlierShowsThatTheEndWasCutOff() throws Exception {
    AuditProof.Head noted = ((Finding.Intact) proof.verify(Optional.empty())).head();
    CASINO.sql(
        "DELETE FROM audit_entry WHERE audit_id >= (SELECT max(audit_id) - 1 FROM audit_entry)");
    CASINO.sql("DELETE FROM audit_seal WHERE audit_id NOT IN (SELECT audit_id FROM audit_entry)");

    assertThat(proof.verify(Optional.empty())).isInstanceOf(Finding.Intact.class);
    assertThat(proof.verify(Optional.of(noted)))
        .isInstanceOfSatisfying(
            Finding.Broken.class, broken -> assertThat(broken.what()).contains("ends before"));
  }

  @Test
  void serversRoleCanNeitherChangeNorRemove() {
    for (String sql :
        new String[] {
          "UPDATE audit_entry SET actor = 'system'",
          "DELETE FROM audit_entry",
          "UPDATE audit_seal SET hash = mac",
          "DELETE FROM audit_seal"
        }) {
      assertThatThrownBy(() -> database.inTransaction(connection -> Sql.update(connection, sql)))
          .as(sql)
          .isInstanceOf(DatabaseFailure.class);
    }
  }

  /// Many at once, sealed while they are recorded, by two sealers: each once, in one chain.
  @Test
  void entriesRecordedAtOnceAreSealedOnceEach() throws Exception {
    long before = CASINO.number("SELECT count(*) FROM audit_seal");
    AuditSealer other = new AuditSealer(database, chain);
    Concurrently.times(
        60,
        i -> {
          note("test.noted", "together:" + i);
          other.seal();
          return i;
        });
    awaitSealed();

    assertThat(CASINO.number("SELECT count(*) FROM audit_seal")).isEqualTo(before + 60);
    assertThat(proof.verify(Optional.empty())).isInstanceOf(Finding.Intact.class);
    CASINO.sql(
        """
        DELETE FROM saved_entry;
        DELETE FROM saved_seal;
        INSERT INTO saved_entry SELECT * FROM audit_entry;
        INSERT INTO saved_seal SELECT * FROM audit_seal;
        """);
  }

  @Test
  void entryIsThereExactlyWhenWhatItTellsWasDone() throws Exception {
    long before = CASINO.number("SELECT count(*) FROM audit_entry");
    assertThatThrownBy(() ->
            database.inTransaction(connection -> {
              audit.record(connection, AuditEvent.of("system", "test.undone", "number:1"));
              throw new IllegalStateException("undone");
            }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(CASINO.number("SELECT count(*) FROM audit_entry")).isEqualTo(before);
  }

  private void note(String action, String subject) {
    database.inTransaction(connection -> {
      audit.record(
          connection, AuditEvent.of("system", action, subject).with("why", "to be \"chained\" ♠"));
      return subject;
    });
  }

  private void assertBroken(long position, String what) {
    assertThat(proof.verify(Optional.empty()))
        .isInstanceOfSatisfying(
            Finding.Broken.class,
            broken -> {
              assertThat(broken.what()).contains(what);
              assertThat(broken.position()).isEqualTo(position);
            });
  }

  private void awaitSealed() throws Exception {
    Concurrently.await(
        "everything is sealed",
        () -> {
          new AuditSealer(database, chain).seal();
          try {
            return CASINO.number("SELECT count(*) FROM audit_unsealed") == 0;
          } catch (SQLException failure) {
            throw new AssertionError(failure);
          }
        });
  }
}
