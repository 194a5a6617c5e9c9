package dev.pitboss.server.backup;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.pitboss.server.hashing.Sha256;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// A backup in its folder: `manifest.json` says what it holds, `data.tar.zst` holds the files,
/// `secrets.sealed` the secrets, and `manifest.hmac` authenticates the manifest.
public record StoredBackup(Path folder) {
  static final String MANIFEST = "manifest.json";
  static final String AUTHENTICATOR = "manifest.hmac";
  static final String DATA = "data.tar.zst";
  static final String SECRETS = "secrets.sealed";

  private static final int BUFFER_BYTES = 1 << 20;

  /// Receives the files of a backup.
  interface Receiver {
    /// Makes an empty folder.
    void directory(String path) throws IOException;

    /// Where to write the content of a file to. The caller closes it.
    OutputStream file(String path) throws IOException;
  }

  /// Whether the folder holds a backup.
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(MANIFEST));
  }

  public BackupManifest manifest() throws IOException {
    return BackupManifest.parse(read(MANIFEST), MANIFEST);
  }

  /// Opens the secrets and holds the manifest against them.
  ///
  /// @throws BackupException when the passphrase is wrong, or a file was changed
  SealedSecrets open(Passphrase passphrase) throws IOException {
    byte[] manifest = read(MANIFEST);
    BackupManifest parsed = BackupManifest.parse(manifest, MANIFEST);
    byte[] sealed = read(SECRETS);
    if (!isAs(parsed.secrets(), sealed)) {
      throw new BackupException(SECRETS + " was changed: it is not what the manifest lists");
    }
    SealedSecrets secrets =
        SealedSecrets.open(sealed, passphrase, parsed.id())
            .orElseThrow(() -> new BackupException("the passphrase is not that of this backup"));
    String code = new String(read(AUTHENTICATOR), StandardCharsets.US_ASCII);
    if (!secrets.authenticates(manifest, code.strip())) {
      throw new BackupException(MANIFEST + " was changed: " + AUTHENTICATOR + " is not its code");
    }
    return secrets;
  }

  /// Proves that the holder of the passphrase wrote the manifest.
  ///
  /// @throws BackupException when the passphrase is wrong, or a file was changed
  public void authenticate(Passphrase passphrase) throws IOException {
    open(passphrase);
  }

  /// Compares every file with the manifest.
  ///
  /// @return what differs, each beginning with the file's name; empty when nothing does
  public List<String> faults() throws IOException {
    return read(
        new Receiver() {
          @Override
          public void directory(String path) {}

          @Override
          public OutputStream file(String path) {
            return OutputStream.nullOutputStream();
          }
        });
  }

  /// Reads every file and compares it with the manifest.
  ///
  /// @return what differs; then what was received is worth nothing
  List<String> read(Receiver receiver) throws IOException {
    BackupManifest manifest = manifest();
    List<String> faults = new ArrayList<>();
    if (!isAs(manifest.secrets(), read(SECRETS))) {
      faults.add(SECRETS + " was changed");
    }
    Map<String, BackupManifest.Part> expected = new HashMap<>();
    manifest.files().forEach(part -> expected.put(part.path(), part));
    MessageDigest digest = Sha256.digest();
    @Nullable IOException unreadable = null;
    try (InputStream file = Files.newInputStream(folder.resolve(DATA));
        DigestInputStream digested =
            new DigestInputStream(new BufferedInputStream(file, BUFFER_BYTES), digest)) {
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(
              new ZstdInputStreamNoFinalizer(new Unclosed(digested)), "UTF-8")) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          receive(entry, tar, expected, receiver).ifPresent(faults::add);
        }
      } catch (IOException failure) {
        unreadable = failure;
      }
      digested.transferTo(OutputStream.nullOutputStream());
    } catch (NoSuchFileException _) {
      return List.of(DATA + " is missing");
    }
    if (!Sha256.hex(digest.digest()).equals(manifest.data().sha256())) {
      faults.add(DATA + " was changed: its SHA-256 is not that of the manifest");
    } else if (unreadable != null) {
      throw unreadable; // not for what is in it
    } else if (faults.isEmpty()) {
      expected.keySet().stream().sorted().forEach(path -> faults.add(path + " is missing"));
    }
    return faults;
  }

  /// @param expected without what was received
  private static Optional<String> receive(
      TarArchiveEntry entry,
      InputStream tar,
      Map<String, BackupManifest.Part> expected,
      Receiver receiver)
      throws IOException {
    String path = entry.getName();
    if (entry.isDirectory()) {
      receiver.directory(path);
      return Optional.empty();
    }
    BackupManifest.Part part = expected.remove(path);
    if (part == null) {
      return Optional.of(path + " is not in the manifest");
    }
    MessageDigest digest = Sha256.digest();
    long bytes;
    try (OutputStream to = receiver.file(path)) {
      bytes = new DigestInputStream(tar, digest).transferTo(to);
    }
    return bytes == part.bytes() && Sha256.hex(digest.digest()).equals(part.sha256())
        ? Optional.empty()
        : Optional.of(path + " was changed");
  }

  private static boolean isAs(BackupManifest.Part part, byte[] content) {
    return content.length == part.bytes() && Sha256.hex(Sha256.of(content)).equals(part.sha256());
  }

  private byte[] read(String name) throws IOException {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (NoSuchFileException _) {
      throw new BackupException(folder + " has no " + name + ": it is not a whole backup");
    }
  }

  /// The rest of the file is digested after the last of it was of use.
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
