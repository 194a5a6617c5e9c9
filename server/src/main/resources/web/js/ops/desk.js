// What the pages of those who work here have in common: whose session it is, the sign-in where there is none,
// and the doing of things that may be refused.

import {ops} from '/js/core/api.js';
import {View, html, nothing} from '/js/core/view.js';

const ASK_AGAIN_MILLIS = 1_000;

/** Whoever works here, at this browser. Fires `change` when somebody else does, or nobody. */
class Desk extends EventTarget {
  #asking;

  constructor() {
    super();
    /** `undefined` until it is known, then `null` for nobody. */
    this.member = undefined;
  }

  get changes() {
    return this.member?.role === 'operator';
  }

  get ofPlatform() {
    return Boolean(this.member) && !this.member.operator;
  }

  /** Looks up whose session it is; of those who ask at the same time one does. */
  look() {
    this.#asking ??= ops('GET', '/session')
      .then((answer) => this.is(answer.username ? answer : null))
      .catch(() => setTimeout(() => this.look(), ASK_AGAIN_MILLIS))
      .finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  is(member) {
    this.member = member;
    this.dispatchEvent(new Event('change'));
  }

  async leave() {
    await ops('DELETE', '/session').catch(() => undefined);
    this.is(null);
  }
}

export const desk = new Desk();

/** Follows who is at the desk. */
class DeskView extends View {
  #changed = () => this.deskChanged();

  connectedCallback() {
    super.connectedCallback();
    desk.addEventListener('change', this.#changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    desk.removeEventListener('change', this.#changed);
  }

  deskChanged() {
    this.requestUpdate();
  }
}

/** A page of the desk. Its `load` looks up what its `content` draws. */
export class DeskPage extends DeskView {
  static properties = {said: {state: true}, busy: {state: true}, problems: {state: true}, loaded: {state: true}};

  constructor() {
    super();
    this.said = '';
    this.busy = false;
    this.problems = {};
    this.loaded = false;
  }

  connectedCallback() {
    super.connectedCallback();
    desk.look();
  }

  /** Whether somebody is here who may go on. */
  get open() {
    return Boolean(desk.member) && !desk.member.mustSetSecondFactor;
  }

  deskChanged() {
    if (this.open && !this.loaded) {
      this.look();
    } else if (!this.open) {
      this.loaded = false;
      import('/js/ops/entry.js');
    }
    this.requestUpdate();
  }

  /** Looks everything up anew. */
  async look() {
    await this.attempt('page', () => this.load());
    this.loaded = true;
  }

  async load() {}

  /** Does something that may be refused; then the problem is at that place. Whether it was done. */
  async attempt(place, work) {
    try {
      await work();
      return true;
    } catch (problem) {
      if (problem.status === 401 && problem.code === 'no_staff_session') {
        desk.is(null);
      } else {
        this.problems = {...this.problems, [place]: problem};
        this.updateComplete.then(() => this.querySelector(`[data-place='${place}'] [aria-invalid=true]`)?.focus());
      }
      return false;
    }
  }

  /** Changes something, once, looks at everything again, and says what was done. */
  async change(place, work, said) {
    if (this.busy) {
      return false;
    }
    this.busy = true;
    this.problems = {};
    this.said = '';
    const done = await this.attempt(place, async () => {
      const says = (await work()) ?? said;
      await this.load();
      this.said = says;
    });
    this.busy = false;
    return done;
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

  /** The words of what was refused at that place; those at a field are beside it. */
  refusal(place) {
    const problem = this.problems[place];
    return html`<p class="error" role="alert">${problem ? (problem.field && this.at(place, problem.field) ? '' : problem.message) : ''}</p>`;
  }

  at(place, field) {
    return this.renderRoot.querySelector(`[data-place='${place}'] [name='${field}']`);
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

  /** A labelled choice of `[value, words]`. */
  choice(place, name, label, choices, chosen, onchange = undefined) {
    const id = `${place}-${name}`;
    return html`<div class="field"><label for=${id}>${label}</label>
      <select id=${id} name=${name} @change=${onchange}>${choices.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)}</select>
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

  render() {
    if (desk.member === undefined) {
      return html`<p role="status">Looking up who you are.</p>`;
    }
    if (desk.member === null) {
      return html`<ops-entry></ops-entry>`;
    }
    if (desk.member.mustSetSecondFactor) {
      return html`<p class="card notice">Your operator wants everybody to have a second factor. Set yours, and you can go on.</p><second-factor></second-factor>`;
    }
    return html`<p class="saved" role="status">${this.said}</p>${this.refusal('page')}${this.loaded ? this.content() : nothing}`;
  }

  content() {
    return nothing;
  }
}

/** In the header: who is here, and the way out. */
class DeskBar extends DeskView {
  render() {
    const {member} = desk;
    return member
      ? html`<span class="who"><b>${member.username}</b> <span class="dim">${member.role}${member.operator ? ` of ${member.operator}` : ''}</span></span>
          <button type="button" data-action="sign-out" @click=${() => desk.leave()}>Sign out</button>`
      : nothing;
  }
}

customElements.define('desk-bar', DeskBar);

// on a phone the strip of links shows where one is
document.querySelector('.desk [aria-current]')?.scrollIntoView({block: 'nearest', inline: 'center'});
