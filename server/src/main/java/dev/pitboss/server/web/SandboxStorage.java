package dev.pitboss.server.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Storage for pages in a sandbox, where `localStorage` and `sessionStorage` throw when they are
/// only looked at, and many front ends look while they load. A script before all others puts maps
/// in their place, which last as long as the page. Nothing is read from the host or left at it.
final class SandboxStorage {
  private static final String SCRIPT =
      """
      <script>
      (() => {
        const inMemory = () => {
          const items = new Map();
          const storage = {
            get length() { return items.size; },
            key: (at) => [...items.keys()][at] ?? null,
            getItem: (key) => items.get(String(key)) ?? null,
            setItem: (key, value) => void items.set(String(key), String(value)),
            removeItem: (key) => void items.delete(String(key)),
            clear: () => items.clear(),
          };
          return new Proxy(storage, {
            get: (_, key) => (key in storage ? storage[key] : items.get(key)),
            set: (_, key, value) => (items.set(String(key), String(value)), true),
            has: (_, key) => key in storage || items.has(key),
            deleteProperty: (_, key) => (items.delete(key), true),
            ownKeys: () => [...items.keys()],
            getOwnPropertyDescriptor: (_, key) =>
              items.has(key)
                ? {value: items.get(key), writable: true, enumerable: true, configurable: true}
                : undefined,
          });
        };
        for (const name of ['localStorage', 'sessionStorage']) {
          try {
            window[name].length;
          } catch {
            Object.defineProperty(window, name, {value: inMemory(), configurable: true});
          }
        }
      })();
      </script>
      """;

  /// What the script stands behind, the first that is there; with neither it stands first.
  private static final Pattern HEAD =
      Pattern.compile("<head(\\s[^>]*)?>", Pattern.CASE_INSENSITIVE);

  private static final Pattern DOCTYPE =
      Pattern.compile("<!doctype[^>]*>", Pattern.CASE_INSENSITIVE);

  private SandboxStorage() {}

  /// The page with the script in it.
  static byte[] into(byte[] page) {
    // byte by byte, in any encoding
    String text = new String(page, StandardCharsets.ISO_8859_1);
    Matcher head = HEAD.matcher(text);
    Matcher doctype = DOCTYPE.matcher(text);
    int at = head.find() ? head.end() : doctype.find() ? doctype.end() : 0;
    byte[] script = SCRIPT.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(page.length + script.length);
    out.write(page, 0, at);
    out.writeBytes(script);
    out.write(page, at, page.length - at);
    return out.toByteArray();
  }
}
