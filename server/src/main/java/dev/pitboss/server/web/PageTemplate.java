package dev.pitboss.server.web;

import dev.pitboss.server.hashing.Sha256;
import dev.pitboss.server.operators.Branding;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.Operator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Common parts of the pages, inserted at their markers: `<!-- head -->`, `<!-- header -->` and
/// `<!-- footer -->` are the files of `frame/`, so a link in the header is written once. The staff
/// pages have `<!-- desk-head -->` and `<!-- desk-header -->`. Immutable and thread-safe.
public final class PageTemplate {
  /// Where a page has the operator's name.
  private static final String NAME_MARK = "<!-- name -->";

  /// Where the footer says what kind of money is played for, and what the law asks for.
  private static final String LEGAL_MARK = "<!-- legal -->";

  private static final String ROOT = "<html lang=\"en\">";

  /// The root of a page whose texts are marked, so that it is there in every language; see
  /// [Messages]. The others are in English with all that is around them.
  private static final String TRANSLATED = "<html lang=\"en\" data-translated>";

  /// Before all scripts of a page: the messages that they write.
  private static final String MESSAGES_MARK = "<!-- messages -->\n";

  private static final String ICON = "/img/pitboss.svg";
  private static final String OWN_ICON = "/api/branding.svg";
  private static final String STYLES = "<link rel=\"stylesheet\" href=\"/api/branding.css\">\n";

  /// A line of the lobby that is the card of a game.
  private static final Pattern CARD = Pattern.compile("<li data-game=\"([a-z0-9-]+)\"[^>]*>");

  /// The element of a game's page that plays it.
  private static final Pattern TABLE =
      Pattern.compile("<[a-z]+-game [^>]*data-plays=\"([a-z0-9-]+)\"");

  /// Whom most jurisdictions let play for money, where the operator names no age.
  private static final int USUAL_AGE = 18;

  private static final String IMPORT_MAP_MARK = "<!-- importmap -->";

  /// Inline, as it decides the first paint and a request of its own would delay that.
  private static final String THEME_MARK = "<!-- theme -->";

  /// How a page names a library of ours that is no module: `@` stands for the version served.
  private static final Pattern LIBRARY = Pattern.compile("/lib/([a-z_-]+)/@/");

  private final String importMap = importMap();
  private final String theme = text("web/js/core/theme.js");
  private final Map<String, String> headers =
      Map.of(
          "<!-- header -->", text("frame/header.html"),
          "<!-- desk-header -->", text("frame/desk-header.html"));
  private final Map<String, String> parts =
      Map.of(
          "<!-- head -->", text("frame/head.html"),
          "<!-- desk-head -->", text("frame/desk-head.html"),
          "<!-- footer -->", text("frame/footer.html"));

  /// The page whole, but for what an operator has of its own; see [#forOperator].
  ///
  /// @param path where it is served; the header's link to it is marked as the current one
  String around(String path, String page) {
    String link = "href=\"" + (path.equals("/lobby.html") ? "/" : path) + "\">";
    String current = link.replace(">", " aria-current=\"page\">");
    String framed = page;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      framed = framed.replace(header.getKey(), navigation(header.getValue(), link, current));
    }
    for (Map.Entry<String, String> part : parts.entrySet()) {
      framed = framed.replace(part.getKey(), part.getValue());
    }
    return LIBRARY
        .matcher(framed)
        .replaceAll(name -> "/lib/" + name.group(1) + "/" + versionOf(name.group(1)) + "/")
        .replace(IMPORT_MAP_MARK, "<script type=\"importmap\">" + importMap + "</script>")
        .replace(THEME_MARK, "<script>" + theme + "</script>");
  }

  /// A page as an operator's players see it: its name in header and title, cards of the games it
  /// offers only, a mark on the table of one that is off, and a footer that says whether there is
  /// money in play. Only the house's own has the links for those who run the platform.
  ///
  /// @param chosen the language that the player reads
  static String forOperator(String page, Operator operator, Language chosen) {
    Language language = page.contains(TRANSLATED) ? chosen : Language.ENGLISH;
    Messages messages = Messages.in(language);
    Branding branding = operator.branding();
    String name = escaped(branding.logoText() == null ? nameOf(operator) : branding.logoText());
    boolean hasColours = branding.action() != null;
    String own =
        messages
            .translated(page)
            .replace(NAME_MARK, name)
            .replace(TRANSLATED, ROOT)
            .replace(ROOT, root(operator, language))
            .replace(MESSAGES_MARK, script(language))
            .replace(choice(chosen), choice(chosen) + " aria-current=\"true\"")
            .replace(LEGAL_MARK, legal(operator, messages))
            .replace("</head>", hasColours ? STYLES + "</head>" : "</head>")
            .replace(ICON, operator.operatorId() == Operator.HOUSE ? ICON : OWN_ICON);
    boolean isClosed = own.lines().noneMatch(line -> isCard(line, operator, true));
    return own.lines()
        .filter(line -> !isCard(line, operator, false))
        .filter(line -> branding.isDemo() || !line.contains("data-demo"))
        .filter(line -> operator.operatorId() == Operator.HOUSE || !line.contains("data-house"))
        .filter(line -> !line.contains(isClosed ? "data-open" : "data-closed"))
        .map(line ->
            isTableOff(line, operator)
                ? line.replace(" data-plays=", " data-off data-plays=")
                : line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /// Tells the page's script before its first request what amounts are in, and whether it may make
  /// a guest.
  private static String root(Operator operator, Language language) {
    return "<html lang=\"%s\" data-currency=\"%s\" data-guests=\"%s\">"
        .formatted(language.tag(), operator.currency(), operator.takesGuests() ? "on" : "off");
  }

  /// Deferred, it runs before the page's modules, which are deferred, too, and stand behind it.
  private static String script(Language language) {
    return language == Language.ENGLISH
        ? ""
        : "<script defer src=\"/messages/%s.js\"></script>\n".formatted(language.tag());
  }

  /// How the footer's button for a language is marked.
  private static String choice(Language language) {
    return "data-language=\"" + language.tag() + "\"";
  }

  /// The casino's own name where no tenant is asked for.
  private static String nameOf(Operator operator) {
    return operator.operatorId() == Operator.HOUSE ? "Pitboss" : operator.name();
  }

  /// Whether the line is the card of a game that the operator offers, or does not.
  private static boolean isCard(String line, Operator operator, boolean isOffered) {
    Matcher card = CARD.matcher(line);
    return card.find() && operator.terms(card.group(1)).isOn() == isOffered;
  }

  /// Whether the line is the table of a game that the operator has switched off.
  private static boolean isTableOff(String line, Operator operator) {
    Matcher table = TABLE.matcher(line);
    return table.find() && !operator.terms(table.group(1)).isOn();
  }

  private static String legal(Operator operator, Messages messages) {
    Branding branding = operator.branding();
    boolean isPlayMoney = operator.currency().equals(CurrencyCode.PLAY);
    StringBuilder parts = new StringBuilder();
    Integer minimumAge = branding.minimumAge();
    if (minimumAge != null || !isPlayMoney) {
      int age = minimumAge == null ? USUAL_AGE : minimumAge;
      parts.append("<b>").append(age).append("+</b> ");
    }
    parts
        .append(
            isPlayMoney
                ? messages.text("Play money only.")
                : messages.text("Real money: play responsibly."))
        .append(' ');
    link(parts, branding.termsUrl(), messages.text("Terms"));
    link(parts, branding.privacyUrl(), messages.text("Privacy"));
    link(parts, branding.complaintsUrl(), messages.text("Complaints"));
    link(parts, branding.helpUrl(), messages.text("Help with gambling"));
    return parts.toString().trim();
  }

  private static void link(StringBuilder parts, @Nullable String url, String words) {
    if (url != null) {
      parts.append("<a href=\"%s\" rel=\"noopener\">%s</a> ".formatted(escaped(url), words));
    }
  }

  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /// Allows what the pages are made of and nothing else: neither inline styles nor foreign scripts.
  String contentSecurityPolicy() {
    return "default-src 'self'; script-src 'self' 'sha256-"
        + base64(Sha256.of(importMap))
        + "' 'sha256-"
        + base64(Sha256.of(theme))
        + "'; style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
        + " frame-ancestors 'none'";
  }

  /// The brand links to the lobby, too, but only the navigation says where one is.
  private static String navigation(String header, String link, String current) {
    int start = header.indexOf("<nav");
    return header.substring(0, start) + header.substring(start).replace(link, current);
  }

  /// Bare names the pages import, onto the versions on the class path.
  private static String importMap() {
    StringBuilder map = new StringBuilder("{\"imports\":{");
    record Library(String name, String jar, String main) {}
    for (Library library :
        List.of(
            new Library("lit", "lit", "index.js"),
            new Library("lit-html", "lit-html", "lit-html.js"),
            new Library("lit-element", "lit-element", "index.js"),
            new Library("@lit/reactive-element", "lit__reactive-element", "reactive-element.js"))) {
      String root = "/lib/" + library.jar() + "/" + versionOf(library.jar()) + "/";
      map.append(map.charAt(map.length() - 1) == '{' ? "" : ",")
          .append("\"%s\":\"%s%s\",".formatted(library.name(), root, library.main()))
          .append("\"%s/\":\"%s\"".formatted(library.name(), root));
    }
    return map.append("}}").toString();
  }

  private static String versionOf(String jar) {
    String descriptor = "META-INF/maven/org.webjars.npm/" + jar + "/pom.properties";
    Properties properties = new Properties();
    try (InputStream in = PageTemplate.class.getClassLoader().getResourceAsStream(descriptor)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + descriptor);
      }
      properties.load(in);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return properties.getProperty("version");
  }

  private static String text(String resource) {
    return StaticFiles.resource(resource)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalStateException("not on the class path: " + resource));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
