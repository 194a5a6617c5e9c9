package dev.pitboss.server.restrictions;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a jurisdiction asks of the front end of a published game, by the names of the protocol that
/// front ends speak.
public enum FrontEndFlag {
  DISABLED_FULLSCREEN("disabledFullscreen"),
  /// Also where a profile allows no autoplay: a faster round is one more at one press.
  DISABLED_TURBO("disabledTurbo"),
  DISABLED_SUPER_TURBO("disabledSuperTurbo"),
  DISABLED_AUTOPLAY("disabledAutoplay"),
  DISABLED_SLAMSTOP("disabledSlamstop"),
  DISABLED_SPACEBAR("disabledSpacebar"),
  /// Modes that cost more than a base bet are not offered, and refused.
  DISABLED_BUY_FEATURE("disabledBuyFeature"),
  DISPLAY_NET_POSITION("displayNetPosition"),
  DISPLAY_RTP("displayRTP"),
  DISPLAY_SESSION_TIMER("displaySessionTimer");

  private final String id;

  FrontEndFlag(String id) {
    this.id = id;
  }

  /// As profiles and front ends name it.
  public String id() {
    return id;
  }

  /// Whether it follows from a profile without autoplay.
  boolean isOfAutoplay() {
    return this == DISABLED_AUTOPLAY || this == DISABLED_TURBO || this == DISABLED_SUPER_TURBO;
  }

  static Optional<FrontEndFlag> of(String id) {
    return Arrays.stream(values()).filter(flag -> flag.id.equals(id)).findFirst();
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(FrontEndFlag::id).toList();
  }
}
