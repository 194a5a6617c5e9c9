// What the pages of the desk with forms have besides: fields that say what was refused of them, questions before
// what is not undone, and the doing of one thing at a time.

import {currencyName, html, moneyWithCurrency, nothing, readMoney, written} from '/js/core/view.js';
import {DeskPage} from '/js/ops/desk.js';

export {desk} from '/js/ops/desk.js';

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

/** What is said of a change that one person alone only asks for; nothing when it was done. */
export const waits = (answer) => (answer?.kind && answer?.state === 'waiting' ? `Requested. A different staff member must approve change ${answer.id}, at Adjustments.` : undefined);

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

  /** A labelled input; what was refused of it is said below it. `more` are attributes: type, hint, value, autocomplete. */
  field(place, name, label, {type = 'text', hint = '', value = '', autocomplete = 'off', required = false, inputmode = 'text'} = {}) {
    const problem = this.problems[place]?.field === name ? this.problems[place] : null;
    const id = `${place}-${name}`;
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <input id=${id} name=${name} type=${type} .defaultValue=${String(value)} autocomplete=${autocomplete} inputmode=${inputmode} ?required=${required}
        autocapitalize="none" spellcheck="false" maxlength="500" aria-invalid=${problem ? 'true' : 'false'} aria-describedby="${id}-about" />
      <p class="about" id="${id}-about">${problem ? html`<span class="error">${problem.message} </span>` : nothing}${hint}</p>
    </div>`;
  }

  /** A labelled input for an amount of this currency, with what the amount is understood as. `value` is in minor units. */
  amount(place, name, label, currency, {value, ...more} = {}) {
    const key = `${place}-${name}`;
    const understood = ({target}) => {
      const {value: minor, problem} = target.value.trim() ? readMoney(target.value, currency) : {value: null, problem: ''};
      this.querySelector(`#${key}-understood`).textContent = minor === null ? problem : `= ${moneyWithCurrency(minor, currency)}`;
    };
    return html`<div class="amount" @input=${understood} @reset=${understood}>
      ${this.field(place, name, `${label}, ${currencyName(currency)}`, {...more, value: written(value, currency), inputmode: 'decimal'})}
      <output class="about" id="${key}-understood" for=${key}></output></div>`;
  }

  /** A labelled choice of `[value, words]`; without a chosen one it has to be made. */
  choice(place, name, label, choices, chosen) {
    const id = `${place}-${name}`;
    return html`<div class="field"><label for=${id}>${label}</label>
      <select id=${id} name=${name} ?required=${chosen === null}>${chosen === null ? html`<option value="">Choose one</option>` : nothing}${choices.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)}</select>
      <p class="about"></p></div>`;
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
