package dev.pitboss.server.operators.audit;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Goes along the whole chain and says where it first breaks: an entry that was changed, removed,
/// moved or slipped in, or a chain that was written anew without the key. Entries that wait to be
/// sealed are not proven yet. What nothing inside can show is that the newest entries were all cut
/// off together: note the head now and then, and ask for it later. Thread-safe.
public final class AuditProof {
  private static final int BATCH = 1_000;

  /// Where nothing is proven yet.
  public static final Head BEGIN = new Head(0, HexFormat.of().formatHex(AuditChain.START));

  private final Database database;
  private final AuditChain chain;

  public AuditProof(Database database, AuditChain chain) {
    this.database = database;
    this.chain = chain;
  }

  /// A place in the chain and the hash there, as noted earlier.
  ///
  /// @param hash 64 hex digits
  public record Head(long position, String hash) {
    private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,17}):([0-9a-f]{64})");

    /// What [#toString] wrote.
    public static Optional<Head> of(String text) {
      Matcher head = FORM.matcher(text);
      return head.matches()
          ? Optional.of(new Head(Long.parseLong(head.group(1)), head.group(2)))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return position + ":" + hash;
    }
  }

  /// What was found.
  public sealed interface Finding {
    /// Everything that is sealed is as it was.
    ///
    /// @param head where the chain ends; position 0 when nothing is sealed yet
    /// @param waiting entries that are not sealed yet
    record Intact(Head head, long waiting) implements Finding {}

    /// Everything up to here is as it was, and there is more.
    record SoFar(Head head) implements Finding {}

    /// Something is not.
    ///
    /// @param position the first link that is wrong; 0 when it is not in the chain
    record Broken(long position, String what) implements Finding {}
  }

  @SuppressWarnings("ArrayRecordComponent") // compared one by one
  private record Link(
      long position, long auditId, byte[] hash, byte[] mac, AuditTrail.@Nullable Entry entry) {}

  /// Looks at everything.
  ///
  /// @param noted a head noted earlier, which must still be in the chain
  public Finding verify(Optional<Head> noted) {
    Head head = BEGIN;
    while (true) {
      Finding finding = verifyFrom(head, noted);
      if (!(finding instanceof Finding.SoFar(Head next))) {
        return finding;
      }
      head = next;
    }
  }

  /// Verifies at most [#BATCH] links, for callers that cannot wait for all of them.
  ///
  /// @param from how far the chain was proven; [#BEGIN] to begin
  /// @param noted a head noted earlier, which must still be in the chain
  public Finding verifyFrom(Head from, Optional<Head> noted) {
    long position = from.position();
    byte[] hash = HexFormat.of().parseHex(from.hash());
    List<Link> links = database.read(connection -> links(connection, from.position()));
    for (Link link : links) {
      position++;
      Optional<String> fault = fault(link, position, hash);
      if (fault.isEmpty() && noted.isPresent() && noted.get().position() == position) {
        fault = differs(link, noted.get());
      }
      if (fault.isPresent()) {
        return new Finding.Broken(position, fault.get());
      }
      hash = link.hash();
    }
    Head head = new Head(position, HexFormat.of().formatHex(hash));
    if (links.size() == BATCH) {
      return new Finding.SoFar(head);
    }
    return noted.isPresent() && noted.get().position() > position
        ? new Finding.Broken(
            position + 1, "the chain ends before the expected head, " + noted.get())
        : database.read(connection -> outsideTheChain(connection, head));
  }

  private Optional<String> fault(Link link, long position, byte[] before) {
    AuditTrail.Entry entry = link.entry();
    if (link.position() != position) {
      return Optional.of("the link is missing; the next is %d".formatted(link.position()));
    }
    if (entry == null) {
      return Optional.of("entry %d was removed".formatted(link.auditId()));
    }
    if (!Arrays.equals(link.hash(), chain.hash(before, entry))) {
      return Optional.of(
          "entry %d, %s by %s at %s, is not what was sealed"
              .formatted(entry.auditId(), entry.action(), entry.actor(), entry.at()));
    }
    return Arrays.equals(link.mac(), chain.mac(position, link.hash()))
        ? Optional.empty()
        : Optional.of("entry %d was sealed without this casino's key".formatted(entry.auditId()));
  }

  private static Optional<String> differs(Link link, Head noted) {
    String hash = HexFormat.of().formatHex(link.hash());
    return hash.equals(noted.hash())
        ? Optional.empty()
        : Optional.of("the hash is %s, noted was %s".formatted(hash, noted.hash()));
  }

  private static List<Link> links(Connection connection, long after) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT s.position, s.audit_id AS sealed_id, s.hash, s.mac, e.*
          FROM audit_seal s LEFT JOIN audit_entry e ON e.audit_id = s.audit_id
         WHERE s.position > ? ORDER BY s.position LIMIT ?
        """,
        AuditProof::link,
        after,
        BATCH);
  }

  private static Link link(ResultSet row) throws SQLException {
    return new Link(
        row.getLong("position"),
        row.getLong("sealed_id"),
        row.getBytes("hash"),
        row.getBytes("mac"),
        row.getObject("audit_id") == null ? null : AuditTrail.entry(row));
  }

  private static Finding outsideTheChain(Connection connection, Head head) throws SQLException {
    Optional<String> stray =
        Sql.first(
            connection,
            """
            SELECT CASE WHEN e.audit_id IS NULL
                        THEN format('entry %s was removed before it was sealed', u.audit_id)
                        ELSE format('entry %s is not in the chain and does not wait for it', e.audit_id)
                   END
              FROM audit_entry e FULL JOIN audit_unsealed u USING (audit_id)
              LEFT JOIN audit_seal s USING (audit_id)
             WHERE s.audit_id IS NULL AND (e.audit_id IS NULL OR u.audit_id IS NULL)
             LIMIT 1
            """,
            row -> row.getString(1));
    long waiting =
        Sql.one(connection, "SELECT count(*) FROM audit_unsealed", row -> row.getLong(1));
    return stray.isPresent()
        ? new Finding.Broken(0, stray.get())
        : new Finding.Intact(head, waiting);
  }
}
