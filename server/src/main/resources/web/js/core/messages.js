// The page's language, its texts by the English ones, and how it writes numbers. The server decides on the language, writes
// it into the page and puts the messages before all modules; an English page has none.

/** As in `lang`: en, de, es, pt, tr or ja. */
export const language = document.documentElement.lang || 'en';

/** How the language writes dates; for English as Europe does. */
export const LOCALE = language === 'en' ? 'en-GB' : language;

const texts = globalThis.messages ?? {};

const RULES = new Intl.PluralRules(language);
const WHOLE = new Intl.NumberFormat(language);

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_mark, name) => values[name]);

/** A whole number, grouped. */
export const count = (n) => WHOLE.format(n);

/**
 * The text in the page's language, with `{name}` replaced by the value of that name. Where one English text stands for
 * several things, it ends in which it is: `For|how long`.
 */
export const t = (text, values = {}) => fill(texts[text] ?? text.split('|')[0], values);

/** The text for a number of things, where `{n}` stands: "1 code", "3 codes". `many` is its key. */
export function tn(n, one, many, values = {}) {
  const forms = texts[many];
  const text = forms ? (forms[RULES.select(n)] ?? forms.other) : n === 1 ? one : many;
  return fill(text, {...values, n: count(n)});
}

/** As `t` for values that are templates: what to draw, in order. */
export const rich = (text, values) =>
  (texts[text] ?? text).split(/\{(\w+)\}/).map((part, index) => (index % 2 ? values[part] : part));

/** What a problem of this code says; the casino says it in English itself. */
export const ofCode = (code, english) => texts[`problem:${code}`] ?? english;

/** What is refused of a field by such a rule. */
export const ofRule = (rule, message) => texts[`rule:${rule}`] ?? message;

/** "a, b and c" */
export const listed = (items) => new Intl.ListFormat(LOCALE).format(items);

/** Keeps the player's choice of a language where the server reads it, and reads the page again. */
export function choose(chosen) {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `pitboss-language=${chosen}; path=/; max-age=31536000; samesite=lax${secure}`;
  location.reload();
}
