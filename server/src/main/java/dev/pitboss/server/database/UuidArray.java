package dev.pitboss.server.database;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/// A `uuid[]` parameter. The driver sends arrays of UUIDs as text, which the server has to read
/// letter by letter; this one goes over the wire as the server stores it. Not thread-safe.
public final class UuidArray extends PGobject implements PGBinaryObject {
  private static final long serialVersionUID = 1;

  /// As `DatabaseOptions` names the type to the driver, which asks it about every binary type.
  static final String TYPE = "_uuid";

  // the wire's form of an array: dimensions, whether there are nulls, element type; then length and
  // lower bound of the one dimension
  private static final int HEADER_BYTES = 5 * Integer.BYTES;
  private static final int UUID_BYTES = 2 * Long.BYTES;
  private static final int UUID_OID = 2950;

  private final UUID[] uuids;

  /// @param uuids none of them null
  public UuidArray(UUID[] uuids) {
    this.uuids = uuids.clone();
    setType(TYPE);
  }

  @Override
  public int lengthInBytes() {
    return HEADER_BYTES + uuids.length * (Integer.BYTES + UUID_BYTES);
  }

  @Override
  public void toBytes(byte[] bytes, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, lengthInBytes());
    buffer.putInt(1).putInt(0).putInt(UUID_OID).putInt(uuids.length).putInt(1);
    for (UUID uuid : uuids) {
      buffer
          .putInt(UUID_BYTES)
          .putLong(uuid.getMostSignificantBits())
          .putLong(uuid.getLeastSignificantBits());
    }
  }

  /// The array as text, for a connection that does not take it otherwise.
  @Override
  public String getValue() {
    return Arrays.stream(uuids).map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public void setByteValue(byte[] value, int offset) throws SQLException {
    throw new SQLException("a UuidArray is a parameter, not a result");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UuidArray array && Arrays.equals(uuids, array.uuids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(uuids);
  }
}
