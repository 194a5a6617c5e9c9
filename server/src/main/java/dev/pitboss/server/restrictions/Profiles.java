package dev.pitboss.server.restrictions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The jurisdiction profiles this version comes with. Immutable and thread-safe.
public final class Profiles {
  /// For play money: nothing is asked for.
  public static final String SOCIAL = "social";

  private static final List<String> SHIPPED = List.of(SOCIAL, "measured", "strict");

  private final Map<String, Profile> byId = new LinkedHashMap<>();

  private Profiles() {}

  /// Reads them.
  public static Profiles shipped() {
    Profiles profiles = new Profiles();
    for (String id : SHIPPED) {
      Profile profile = Profile.parse(resource("/jurisdictions/" + id + ".json"));
      if (!profile.id().equals(id)) {
        throw new IllegalStateException("profile " + id + " calls itself " + profile.id());
      }
      profiles.byId.put(id, profile);
    }
    return profiles;
  }

  /// The profile of that id.
  public Optional<Profile> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// All of them.
  public List<Profile> all() {
    return List.copyOf(byId.values());
  }

  private static String resource(String name) {
    try (InputStream in = Profiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
