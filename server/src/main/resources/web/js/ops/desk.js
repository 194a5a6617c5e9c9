// What the staff pages share: the session, the sign-in without one,
// and actions that may be refused.

import {ops} from '/js/core/api.js';
import {View, fieldWords, html, nothing} from '/js/core/view.js';

const ASK_AGAIN_MILLIS = 1_000;

const SETUP = '#setup=';

// Whose second factor is not asked about again until the next sign-in.
const LATER = 'pitboss.second-factor.later';

/** What staff roles are called. */
export const ROLES = {manager: 'Manager', auditor: 'Auditor'};

/** The staff member signed in at this browser. Fires `change` when another one signs in, or signs out. */
class Desk extends EventTarget {
  #asking;

  constructor() {
    super();
    /** `undefined` until it is known, then `null` without a session. */
    this.member = undefined;
  }

  get changes() {
    return this.member?.role === 'manager';
  }

  get ofPlatform() {
    return Boolean(this.member) && !this.member.operator;
  }

  /** Looks up the session; concurrent callers share one look-up. */
  look() {
    this.#asking ??= ops('GET', '/session')
      .then((answer) => this.is(answer.username ? answer : null))
      .catch(() => setTimeout(() => this.look(), ASK_AGAIN_MILLIS))
      .finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  is(member) {
    this.member = member;
    if (member === null) {
      [LATER, 'pitboss.operators'].forEach((name) => sessionStorage.removeItem(name));
    }
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

/**
 * On a phone each row of a table is a card (ops.css): so each cell carries the name of its column, and what is drawn as
 * blocks is still called a table.
 */
function nameCells(root) {
  for (const table of root.querySelectorAll('.scroll > table')) {
    const names = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent.replace(/[↓↑]/gu, '').trim());
    table.setAttribute('role', 'table');
    for (const part of [table.tHead, ...table.tBodies].filter(Boolean)) {
      part.setAttribute('role', 'rowgroup');
      for (const row of part.rows) {
        row.setAttribute('role', 'row');
        [...row.cells].forEach((cell, index) => {
          cell.setAttribute(
            'role',
            cell.tagName === 'TD' ? 'cell' : part === table.tHead ? 'columnheader' : 'rowheader',
          );
          if (part !== table.tHead && cell.colSpan === 1) {
            cell.dataset.label = names[index] ?? '';
          }
        });
      }
    }
  }
}

/** What an input of that field can be called: "refill.amount" is `refillAmount` or `amount` in a form. */
export const inputNames = (field) =>
  field ? [field, field.replace(/\.(\w)/g, (_, letter) => letter.toUpperCase()), field.split('.').at(-1)] : [];

/** A page of the desk. Its `load` looks up what its `content` draws. */
export class DeskPage extends DeskView {
  static properties = {
    busy: {state: true},
    problems: {state: true},
    loaded: {state: true},
    settingFactor: {state: true},
  };

  constructor() {
    super();
    this.busy = false;
    this.problems = {};
    this.loaded = false;
    this.settingFactor = false;
  }

  connectedCallback() {
    super.connectedCallback();
    if (desk.member === undefined) {
      desk.look();
    } else {
      this.deskChanged(); // a part that came later than the answer
    }
  }

  /** Whether a member is signed in and may go on. */
  get open() {
    return Boolean(desk.member) && !desk.member.mustChangePassword && !desk.member.mustSetSecondFactor;
  }

  /** Whether this page, the one that staff see first, offers a second factor to members without one. */
  get #offersFactor() {
    return (
      this.localName === 'ops-page' &&
      !desk.member.secondFactor &&
      sessionStorage.getItem(LATER) !== desk.member.username
    );
  }

  deskChanged() {
    if (this.open && !this.loaded) {
      this.look();
    } else if (!this.open) {
      this.loaded = false;
      if (desk.member?.mustChangePassword || desk.member?.mustSetSecondFactor) {
        import('/js/ops/credentials.js');
      }
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

  /** What a page says at that place. */
  refusal(place) {
    return this.error(place);
  }

  /** The words of what was refused at that place; those at a field are beside it. */
  error(place) {
    const problem = this.problems[place];
    return html`<p class="error" role="alert">${problem && !this.at(place, problem) ? fieldWords(problem) : ''}</p>`;
  }

  /** The input at that place of what the problem is about. */
  at(place, problem) {
    return inputNames(problem.field)
      .map((name) => this.renderRoot.querySelector(`[data-place='${place}'] [name='${name}']`))
      .find(Boolean);
  }

  render() {
    if (desk.member === undefined) {
      return html`<p role="status">Loading.</p>`;
    }
    if (desk.member === null) {
      return html`<ops-entry></ops-entry>`;
    }
    if (desk.member.mustChangePassword) {
      return html`<own-password></own-password>`;
    }
    if (desk.member.mustSetSecondFactor) {
      return html`<p class="card notice">Your operator requires a second factor. Set yours up to continue.</p><second-factor></second-factor>`;
    }
    return html`${this.loaded && this.#offersFactor ? this.#factorOffer() : nothing}${this.refusal('page')}${this.loaded ? this.content() : nothing}`;
  }

  updated() {
    nameCells(this.renderRoot);
  }

  content() {
    return nothing;
  }

  /** Who has a password only is asked to set more; nothing on the page waits for it. */
  #factorOffer() {
    if (this.settingFactor) {
      return html`<second-factor></second-factor>`;
    }
    return html`<section class="card notice" data-offer="second-factor" aria-labelledby="factor-offer">
      <h2 id="factor-offer">Set up two-factor authentication</h2>
      <p>Your password alone opens ${desk.member.operator ? 'this operator' : 'every operator'} to anyone who learns it. With a second factor, signing in also takes a code from an app on your phone.</p>
      <p><button type="button" class="action" data-action="set-factor" @click=${() => this.#setFactor()}>Set it up now</button>
        <button type="button" data-action="factor-later" @click=${() => this.#later()}>Later</button></p>
    </section>`;
  }

  #setFactor() {
    import('/js/ops/credentials.js');
    this.settingFactor = true;
  }

  #later() {
    sessionStorage.setItem(LATER, desk.member.username);
    this.requestUpdate();
  }
}

/**
 * Sign-in of staff: with the account and, with a second factor, its code; the
 * first account with the token that the server printed when it started.
 */
class OpsEntry extends View {
  static properties = {refusal: {state: true}, busy: {state: true}, needsCode: {state: true}};

  constructor() {
    super();
    this.refusal = null;
    this.busy = false;
    this.needsCode = false;
    this.token = location.hash.startsWith(SETUP) ? location.hash.slice(SETUP.length) : null;
  }

  async #submit(event) {
    event.preventDefault();
    const {username, password, code} = Object.fromEntries(new FormData(event.target));
    this.busy = true;
    this.refusal = null;
    try {
      if (this.token) {
        await ops('POST', '/setup', {token: this.token, username, password});
        this.token = null;
        history.replaceState(null, '', location.pathname);
      }
      desk.is(
        (await ops('POST', '/session', this.needsCode ? {username, password, code} : {username, password})).staff,
      );
    } catch (problem) {
      this.#refused(problem);
    } finally {
      this.busy = false;
    }
  }

  async #refused(problem) {
    const first = problem.code === 'code_needed' && !this.needsCode;
    this.needsCode ||= first;
    this.refusal = first ? null : problem;
    await this.updateComplete;
    if (this.needsCode) {
      this.querySelector('[name=code]').select();
      this.querySelector('[name=code]').focus();
    } else {
      this.querySelector('[aria-invalid=true]')?.focus();
    }
  }

  /** An input, and what was refused of it. */
  #input(name, label, type, autocomplete, hint) {
    const problem = this.refusal?.field === name ? this.refusal : null;
    return html`<p><label>${label} <input name=${name} type=${type} autocomplete=${autocomplete} autocapitalize="none" spellcheck="false" required
        aria-invalid=${problem ? 'true' : 'false'} aria-describedby="${name}-about"></label></p>
      <p class="about" id="${name}-about">${problem ? html`<span class="error">${fieldWords(problem, label)}</span>` : (hint ?? nothing)}</p>`;
  }

  render() {
    const fresh = Boolean(this.token);
    return html`<form class="card entry" @submit=${(event) => this.#submit(event)}>
      <h2>${fresh ? 'Create the first account' : 'Sign in'}</h2>
      <p class="dim">${
        fresh
          ? 'It belongs to the platform and has every permission. Use at least 12 characters as its password.'
          : 'For staff. A colleague creates accounts on the Staff page.'
      }</p>
      ${this.#input('username', 'Username', 'text', 'username')}
      ${this.#input('password', 'Password', 'password', fresh ? 'new-password' : 'current-password')}
      ${this.needsCode ? this.#input('code', 'Second-factor code', 'text', 'one-time-code', 'Six digits from your app, or a recovery code.') : nothing}
      <p role="alert" class="loss">${this.refusal && !this.querySelector(`[name="${this.refusal.field}"]`) ? fieldWords(this.refusal) : nothing}</p>
      <p><button class="action" ?disabled=${this.busy}>${this.busy ? 'One moment…' : fresh ? 'Create account and sign in' : 'Sign in'}</button></p>
    </form>`;
  }
}

customElements.define('ops-entry', OpsEntry);

/** In the header: who is here, and the way out. */
class DeskBar extends DeskView {
  /** Where no other part of the page looks the session up. */
  connectedCallback() {
    super.connectedCallback();
    if (!document.querySelector('.desk-page')) {
      desk.look();
    }
  }

  /** The links are of no use to a visitor who is not signed in; they keep their room. */
  updated() {
    this.closest('.desk')?.toggleAttribute('data-member', Boolean(desk.member));
  }

  render() {
    const {member} = desk;
    return member
      ? html`<span class="who"><b>${member.username}</b> <span class="dim">${ROLES[member.role]}${member.operator ? ` of ${member.operator}` : ''}</span></span>
          <button type="button" data-action="sign-out" @click=${() => desk.leave()}>Sign out</button>`
      : nothing;
  }
}

customElements.define('desk-bar', DeskBar);

// on a phone the strip of links shows where one is
document.querySelector('.desk [aria-current]')?.scrollIntoView({block: 'nearest', inline: 'center'});
