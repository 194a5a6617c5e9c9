// What the pages of the desk with forms have besides: fields that say what was refused of them, questions before
// what is not undone, and the doing of one thing at a time.

import {capitalised, ops} from '/js/core/api.js';
import {
  currencyName,
  fieldWords,
  html,
  money,
  moneyWithCurrency,
  nothing,
  readMoney,
  when,
  written,
} from '/js/core/view.js';
import {DeskPage, inputNames} from '/js/ops/desk.js';

export {ROLES, desk} from '/js/ops/desk.js';

/**
 * What a field for an amount says, as an object to spread into a request: `{[name]: minor}`, or `{}` where nothing is
 * written. Throws with the field when it is no amount.
 */
export function amountOf(fields, name, currency) {
  if (!fields[name].trim()) {
    return {};
  }
  const {value, problem} = readMoney(fields[name], currency);
  if (value === null) {
    throw Object.assign(new Error(problem), {field: name});
  }
  return {[name]: value};
}

/** What a field for a whole number says. Throws with the field otherwise. */
export function wholeNumber(fields, name) {
  const text = fields[name].trim();
  if (!/^\d{1,9}$/.test(text)) {
    throw Object.assign(new Error('Enter a whole number.'), {field: name});
  }
  return Number(text);
}

const KNOWN = 'pitboss.known-operators';

const known = new Map(JSON.parse(sessionStorage.getItem(KNOWN) ?? '[]'));

/** Looks the operators up, and from then on `operatorName` knows them, on all pages of this tab. */
export async function loadOperators() {
  const {operators} = await ops('GET', '/operators');
  operators.forEach(({code, name, currency}) => known.set(code, {name, currency}));
  sessionStorage.setItem(KNOWN, JSON.stringify([...known]));
  return operators;
}

/** Looks the operators up when one of these codes is not known by name. */
export const loadNames = async (codes) => (codes.every((code) => known.has(code)) ? undefined : loadOperators());

/** What the operator of that code is called. */
export const operatorName = (code) => known.get(code)?.name ?? code;

/** "minStake" or "min_stake" → "Min stake". */
export const inWords = (name) =>
  capitalised(
    name
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/[._]/g, ' ')
      .toLowerCase(),
  );

/** Details of changes that are minor units of the operator's currency. */
const AMOUNTS =
  /^(amount|refillAmount|refillBelow|(maxW|w)elcomeGrant|(min|max)Stake|maxPayout|(gain|promotional)PerDay|stake|payout)$/;

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Details whose name on a form is another. */
const LABELS = {
  on: 'Offered',
  minStake: 'Minimum stake',
  maxStake: 'Maximum stake',
  maxPayout: 'Maximum payout',
  welcomeGrant: 'Welcome bonus',
  maxWelcomeGrant: 'Maximum welcome bonus',
  takesBets: 'Accepts bets',
  takesGuests: 'Guest play',
  needsSecondFactor: 'Second factor required',
  mustChangePassword: 'Temporary password',
  jurisdiction: 'Player protection',
  refillAmount: 'Refill',
  refillBelow: 'Refill below a balance of',
  refillIntervalMinutes: 'Minutes between refills',
  gainPerDay: 'Players\u2019 gain a day at most',
  promotionalPerDay: 'Promotional payouts a day at most',
};

/** The details of an operator's change, each as its name and value in words; money where the currency is known. */
export function detailsOf(details, operator) {
  const currency = details.currency ?? known.get(operator)?.currency;
  return Object.entries(details).flatMap(([name, value]) => {
    const nested = name === 'change' && value.startsWith?.('{') ? JSON.parse(value) : value;
    return nested && typeof nested === 'object' && !Array.isArray(nested)
      ? detailsOf(nested, operator)
      : [[LABELS[name] ?? inWords(name), detailWords(name, value, currency)]];
  });
}

function detailWords(name, value, currency) {
  const text = String(value);
  return currency && AMOUNTS.test(name) && /^-?\d+$/.test(text)
    ? moneyWithCurrency(Number(text), currency)
    : INSTANT.test(text)
      ? when(text)
      : ({true: 'yes', false: 'no', '-': 'none', null: 'none', '': 'none'}[text] ?? text);
}

/** What is said of a change that one person alone only asks for; nothing when it was done. */
export const waits = (answer) =>
  answer?.kind && answer?.state === 'waiting'
    ? `Requested. A different staff member must approve change ${answer.id}, at Adjustments.`
    : undefined;

export class FormPage extends DeskPage {
  static properties = {said: {state: true}};

  constructor() {
    super();
    this.said = {};
  }

  /** Changes something, once, looks at everything again, and says at that place what was done. */
  async change(place, work, said) {
    if (this.busy) {
      return false;
    }
    this.busy = true;
    this.problems = {};
    this.said = {};
    const done = await this.attempt(place, async () => {
      const says = (await work()) ?? said;
      await this.load();
      this.said = {[place]: says};
      await this.updateComplete;
      this.querySelector('.saved:not(:empty)')?.scrollIntoView({block: 'nearest'});
    });
    this.busy = false;
    return done;
  }

  /** An amount that was refused is not explained twice. */
  updated() {
    super.updated();
    this.querySelectorAll('.amount:has([aria-invalid=true]) output').forEach((output) => (output.textContent = ''));
  }

  /** What was refused at that place, or done. */
  refusal(place) {
    return html`<p class="saved" role="status">${this.said[place]}</p>${this.error(place)}`;
  }

  /** A form's submission, with its fields as an object; it is emptied when that was done. */
  submit(place, work, said) {
    return async (event) => {
      event.preventDefault();
      const form = event.target;
      form.closest('dialog')?.close();
      if (await this.change(place, () => work(Object.fromEntries(new FormData(form)), form), said)) {
        form.reset();
      }
    };
  }

  /**
   * A labelled input; what was refused of it is said below it, as a sentence about the label. `more` are attributes: type,
   * hint, value, autocomplete; and the currency whose minor units the refusal is in.
   */
  field(
    place,
    name,
    label,
    {
      type = 'text',
      hint = '',
      value = '',
      autocomplete = 'off',
      required = false,
      inputmode = 'text',
      placeholder = '',
      currency = null,
      disabled = false,
    } = {},
  ) {
    const id = `${place}-${name}`;
    const {isRefused, about} = this.#about(place, name, label, hint, currency);
    return html`<div class="field">
      <label for=${id}>${currency ? `${label}, ${currencyName(currency)}` : label}</label>
      <input id=${id} name=${name} type=${type} .defaultValue=${String(value)} autocomplete=${autocomplete} inputmode=${inputmode} ?required=${required} ?disabled=${disabled}
        placeholder=${placeholder || nothing} autocapitalize="none" spellcheck="false" maxlength="500" aria-invalid=${isRefused ? 'true' : 'false'} aria-describedby="${id}-about" />
      ${about}
    </div>`;
  }

  #about(place, name, label, hint, currency) {
    const problem = this.problems[place];
    const isRefused = inputNames(problem?.field).includes(name);
    return {
      isRefused,
      about: html`<p class="about" id="${place}-${name}-about">${isRefused ? html`<span class="error">${this.#refused(place, problem, label, currency)} </span>` : nothing}${hint}</p>`,
    };
  }

  /** The refusal with amounts as they are typed, and other fields by their labels. */
  #refused(place, problem, label, currency) {
    return fieldWords(problem, label)
      .replace(/\b\d+\b/g, (minor) => (currency && problem.detail ? money(Number(minor), currency) : minor))
      .replace(
        /\b[a-z]+[A-Z][A-Za-z]*\b/g,
        (name) => this.at(place, {field: name})?.labels[0].textContent.split(',')[0].toLowerCase() ?? name,
      );
  }

  /** A labelled input for an amount of this currency, with what the amount is understood as. `value` is in minor units. */
  amount(place, name, label, currency, {value, ...more} = {}) {
    const key = `${place}-${name}`;
    const understood = ({target}) => {
      const {value: minor, problem} = target.value.trim()
        ? readMoney(target.value, currency)
        : {value: null, problem: ''};
      this.querySelector(`#${key}-understood`).textContent =
        minor === null ? problem : `= ${moneyWithCurrency(minor, currency)}`;
    };
    return html`<div class="amount" @input=${understood} @reset=${understood}>
      ${this.field(place, name, label, {...more, currency, value: written(value, currency), inputmode: 'decimal'})}
      <output class="about" id="${key}-understood" for=${key}></output></div>`;
  }

  /** A labelled choice of `[value, words]`; without a chosen one it has to be made, unless it is optional. */
  choice(place, name, label, choices, chosen, {hint = '', optional = false} = {}) {
    const id = `${place}-${name}`;
    const {isRefused, about} = this.#about(place, name, label, hint);
    return html`<div class="field"><label for=${id}>${label}</label>
      <select id=${id} name=${name} ?required=${chosen === null && !optional} aria-invalid=${isRefused ? 'true' : 'false'} aria-describedby="${id}-about">${chosen === null ? html`<option value="">Choose one</option>` : nothing}${choices.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)}</select>
      ${about}</div>`;
  }

  check(name, label, checked) {
    return html`<label class="check"><input type="checkbox" name=${name} .defaultChecked=${Boolean(checked)} />${label}</label>`;
  }

  /** A question before something that is not undone; `form` is what is in it besides. */
  ask(id, title, {place, form = nothing, words, yes, work, said, danger = false}) {
    return html`<dialog id=${id} aria-labelledby="${id}-title"><form data-place=${place} @submit=${this.submit(place, work, said)}>
      <h2 id="${id}-title">${title}</h2>
      <p>${words}</p>${form}
      <div class="ways"><button class=${danger ? 'danger' : 'action'} data-action="${id}-yes">${yes}</button>
        <button type="button" @click=${({target}) => target.closest('dialog').close()}>No</button></div>
    </form></dialog>`;
  }

  /** Opens the dialog that `ask` drew. */
  asks(id) {
    return () => this.querySelector(`#${id}`).showModal();
  }
}
