package dev.pitboss.server.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Some bets in few bytes, one zstd frame. A bet is written as what differs from the bet before it
/// in the block; numbers are LEB128, signed ones zigzag.
///
/// | of each bet | |
/// |---|---|
/// | account | more than before, unsigned; with another account, what follows differs from zero |
/// | seq | more than the account's before |
/// | time | microseconds, signed |
/// | key | its first 48 bits less the time in milliseconds, signed; then 10 bytes |
/// | order | 0 in order, 1 with the newest key as before, 2 with the newest key's 16 bytes |
/// | house, stake, payout | signed difference; two numbers |
/// | balance | signed difference to the balance before, less stake, plus payout |
/// | seed pair, nonce, rules | signed differences |
/// | detail | its length and its bytes |
final class BetBlock {
  /// One is unpacked to read one round, a millisecond's work.
  static final int MAX_BETS = 1_000;

  /// A good trade for a month that is written once.
  private static final int LEVEL = 9;

  /// Longer than a block of bets can be: a larger number is damage.
  private static final int MAX_BYTES = 256 << 20;

  private static final UUID NIL = new UUID(0, 0);
  private static final int IN_ORDER = 0;
  private static final int NEWEST_AS_BEFORE = 1;
  private static final int NEWEST_FOLLOWS = 2;

  private static final ArchivedBet NOTHING =
      new ArchivedBet(0, 0, NIL, 0, 0, 0, 0, 0, 0, 0, 0, "", true, NIL);

  private BetBlock() {}

  /// The block cannot be read.
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static byte[] pack(List<ArchivedBet> bets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArchivedBet before = NOTHING;
    for (ArchivedBet bet : bets) {
      write(out, before, bet);
      before = bet;
    }
    byte[] plain = out.toByteArray();
    byte[] frame = Zstd.compress(plain, LEVEL);
    return ByteBuffer.allocate(Integer.BYTES + frame.length)
        .putInt(plain.length)
        .put(frame)
        .array();
  }

  static List<ArchivedBet> unpack(byte[] block, int bets) throws MalformedException {
    try {
      ByteBuffer in = ByteBuffer.wrap(block);
      int length = in.getInt();
      if (length < 0 || length > MAX_BYTES) {
        throw new MalformedException("a block of %d bytes".formatted(length), null);
      }
      byte[] frame = new byte[in.remaining()];
      in.get(frame);
      ByteBuffer plain = ByteBuffer.wrap(Zstd.decompress(frame, length));
      List<ArchivedBet> read = new ArrayList<>();
      ArchivedBet before = NOTHING;
      for (int i = 0; i < bets; i++) {
        before = read(plain, before);
        read.add(before);
      }
      if (plain.hasRemaining()) {
        throw new MalformedException("bytes after the last bet", null);
      }
      return read;
    } catch (ZstdException | BufferUnderflowException | NegativeArraySizeException damaged) {
      throw new MalformedException("not a block of bets", damaged);
    }
  }

  private static void write(ByteArrayOutputStream out, ArchivedBet last, ArchivedBet bet) {
    ArchivedBet before = last.accountId() == bet.accountId() ? last : NOTHING;
    unsigned(out, bet.accountId() - last.accountId());
    unsigned(out, bet.seq() - before.seq());
    signed(out, bet.settledAtMicros() - last.settledAtMicros());
    long most = bet.ref().getMostSignificantBits();
    signed(out, (most >>> 16) - bet.settledAtMicros() / 1_000);
    out.write((int) (most >>> 8));
    out.write((int) most);
    bytes(out, bet.ref().getLeastSignificantBits());
    if (bet.isInOrder()) {
      out.write(IN_ORDER);
    } else if (bet.newest().equals(before.newest())) {
      out.write(NEWEST_AS_BEFORE);
    } else {
      out.write(NEWEST_FOLLOWS);
      bytes(out, bet.newest().getMostSignificantBits());
      bytes(out, bet.newest().getLeastSignificantBits());
    }
    signed(out, bet.houseId() - last.houseId());
    unsigned(out, bet.stake());
    unsigned(out, bet.payout());
    signed(out, bet.balanceAfter() - (before.balanceAfter() - bet.stake() + bet.payout()));
    signed(out, bet.seedPairId() - before.seedPairId());
    signed(out, bet.nonce() - before.nonce());
    signed(out, (long) bet.rulesId() - last.rulesId());
    byte[] detail = bet.detail().getBytes(StandardCharsets.ISO_8859_1);
    unsigned(out, detail.length);
    out.writeBytes(detail);
  }

  private static ArchivedBet read(ByteBuffer in, ArchivedBet last) throws MalformedException {
    long accountId = last.accountId() + unsigned(in);
    ArchivedBet before = last.accountId() == accountId ? last : NOTHING;
    long seq = before.seq() + unsigned(in);
    long at = last.settledAtMicros() + signed(in);
    long most = signed(in) + at / 1_000;
    most = (most << 16) | ((in.get() & 0xFFL) << 8) | (in.get() & 0xFF);
    UUID ref = new UUID(most, in.getLong());
    int order = in.get();
    UUID newest =
        switch (order) {
          case IN_ORDER -> ref;
          case NEWEST_AS_BEFORE -> before.newest();
          case NEWEST_FOLLOWS -> new UUID(in.getLong(), in.getLong());
          default -> throw new MalformedException("order " + order, null);
        };
    long houseId = last.houseId() + signed(in);
    long stake = unsigned(in);
    long payout = unsigned(in);
    long balance = before.balanceAfter() - stake + payout + signed(in);
    long pair = before.seedPairId() + signed(in);
    long nonce = before.nonce() + signed(in);
    int rules = (int) (last.rulesId() + signed(in));
    long length = unsigned(in);
    if (length > in.remaining()) {
      throw new MalformedException("a detail of %d bytes".formatted(length), null);
    }
    byte[] detail = new byte[(int) length];
    in.get(detail);
    return new ArchivedBet(
        accountId,
        seq,
        ref,
        houseId,
        stake,
        payout,
        balance,
        pair,
        nonce,
        at,
        rules,
        new String(detail, StandardCharsets.ISO_8859_1),
        order == IN_ORDER,
        newest);
  }

  private static void bytes(ByteArrayOutputStream out, long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static void signed(ByteArrayOutputStream out, long value) {
    unsigned(out, (value << 1) ^ (value >> 63));
  }

  private static void unsigned(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long signed(ByteBuffer in) {
    long value = unsigned(in);
    return (value >>> 1) ^ -(value & 1);
  }

  private static long unsigned(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }
}
