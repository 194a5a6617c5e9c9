package dev.pitboss.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.server.database.embedded.WalPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalArchiveTest {
  private static final long SIZE = 16;

  @TempDir Path folder;

  private static BackupManifest manifest(String first, String last) {
    BackupManifest.Part part = new BackupManifest.Part("x", 1, "0");
    return new BackupManifest(
        1, "id", "0.1", 18, "7", 1, SIZE, "", "", first, last, true, 0, null, List.of(), part, part,
        List.of());
  }

  private static String segment(long number) {
    return WalPosition.segment(1, number, SIZE);
  }

  @Test
  void positionsAndSegmentsAreNamedAsPostgresqlDoes() {
    assertThat(WalPosition.parse("16/B374D848")).isEqualTo(0x16B374D848L);
    assertThat(WalPosition.text(0x16B374D848L)).isEqualTo("16/B374D848");
    // as pg_walfile_name('16/B374D848') says on timeline 1 with segments of 16 MB
    String name = WalPosition.segment(1, 0x16B374D848L / (16 << 20), 16 << 20);
    assertThat(name).isEqualTo("0000000100000016000000B3");
    assertThat(WalPosition.number(name, 16 << 20)).isEqualTo(0x16B3);
    assertThat(WalPosition.isSegment(name, 1)).isTrue();
    assertThat(WalPosition.isSegment(name, 2)).isFalse();
    assertThat(WalPosition.isSegment(name + ".partial", 1)).isFalse();
  }

  @Test
  void logIsCopiedUpToTheFirstGapAndItsEndPadded() throws Exception {
    WalArchive archive = new WalArchive(Files.createDirectory(folder.resolve("wal")));
    Path target = Files.createDirectory(folder.resolve("pg_wal"));
    Files.write(target.resolve(segment(5)), new byte[(int) SIZE]);
    for (long number : new long[] {5, 6, 7, 9}) {
      Files.write(archive.folder().resolve(segment(number)), new byte[(int) SIZE]);
    }
    BackupManifest manifest = manifest(segment(5), segment(5));

    assertThat(archive.copyTo(target, manifest)).isEqualTo(8);
    assertThat(target).isDirectoryNotContaining(path -> path.endsWith(segment(9)));

    Files.write(archive.folder().resolve(segment(8) + ".partial"), new byte[] {1, 2, 3});
    Files.delete(target.resolve(segment(6)));
    Files.delete(target.resolve(segment(7)));
    assertThat(archive.copyTo(target, manifest)).isEqualTo(9);
    assertThat(target.resolve(segment(8))).hasSize(SIZE);
    assertThat(Files.readAllBytes(target.resolve(segment(8)))).startsWith(1, 2, 3, 0, 0);
  }

  @Test
  void segmentOfAnotherSizeIsRefusedByName() throws Exception {
    WalArchive archive = new WalArchive(Files.createDirectory(folder.resolve("wal")));
    Path target = Files.createDirectory(folder.resolve("pg_wal"));
    Files.write(archive.folder().resolve(segment(5)), new byte[3]);

    assertThatThrownBy(() -> archive.copyTo(target, manifest(segment(5), segment(5))))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(segment(5) + " has 3 bytes, not 16");
  }

  @Test
  void onlySegmentsThatNoBackupNeedsAreRemoved() throws Exception {
    WalArchive archive = new WalArchive(folder);
    for (long number = 5; number < 8; number++) {
      Files.createFile(folder.resolve(segment(number)));
    }
    Files.createFile(folder.resolve(segment(8) + ".partial"));

    assertThat(archive.removeBefore(segment(7), 1)).isEqualTo(2);
    assertThat(archive.segments(1)).containsExactly(segment(7));
    assertThat(folder.resolve(segment(8) + ".partial")).exists();
  }
}
