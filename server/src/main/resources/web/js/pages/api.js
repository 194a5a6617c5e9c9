// The API's description as a page: each call with what it takes, to be tried as this browser's player.

import {player, uuid7} from '/js/core/api.js';
import {View, html, nothing, plural} from '/js/core/view.js';

// A stream never ends by itself; what came by then shows what it is like.
const STREAM_MILLIS = 3_000;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The parts of the document that `$ref` points to, followed to the end. */
const resolver = (root) => {
  const resolve = (part) =>
    part?.$ref
      ? resolve(
          part.$ref
            .slice(2)
            .split('/')
            .reduce((node, key) => node?.[key], root),
        )
      : part;
  return resolve;
};

/** Something that fits the schema: its example if it has one, else the least that is allowed. */
function sample(schema, resolve) {
  const {
    example,
    examples,
    const: only,
    default: usual,
    enum: choices,
    oneOf,
    anyOf,
    allOf,
    type,
    ...rest
  } = resolve(schema) ?? {};
  const given = example ?? examples?.[0] ?? only ?? usual ?? choices?.[0];
  if (given !== undefined) {
    return given;
  }
  if (oneOf || anyOf) {
    return sample((oneOf ?? anyOf)[0], resolve);
  }
  if (allOf) {
    return Object.assign({}, ...allOf.map((part) => sample(part, resolve)));
  }
  if (type === 'object' || rest.properties) {
    const names = rest.required ?? [];
    return Object.fromEntries(names.map((name) => [name, sample(rest.properties?.[name], resolve)]));
  }
  return type === 'array'
    ? [sample(rest.items, resolve)]
    : type === 'boolean'
      ? false
      : type === 'string'
        ? ''
        : (rest.minimum ?? 0);
}

/** The calls of the document in its order, each with what its page needs. */
function operations(root) {
  const resolve = resolver(root);
  return Object.entries(root.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => {
      const operation = item[method];
      const body = resolve(operation.requestBody)?.content?.['application/json'];
      return {
        path,
        method,
        summary: operation.summary,
        description: operation.description,
        open: operation.security?.length === 0,
        parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve),
        body: body && JSON.stringify(body.example ?? sample(body.schema, resolve), null, 2),
        answers: Object.entries(operation.responses ?? {}).map(([status, response]) => ({
          status,
          ...resolve(response),
        })),
      };
    }),
  );
}

/** What a group of calls is called: the part of the path that tells what it is about. */
const group = ({path}) => {
  const [first, second, third] = path.slice(1).split('/');
  return first !== 'api'
    ? 'health'
    : second === 'casino'
      ? third === 'play' || third === 'slots'
        ? 'play'
        : 'casino'
      : second.replace(/\..*/, '');
};

class ApiDocument extends View {
  static properties = {groups: {state: true}, problem: {state: true}, sought: {state: true}};

  constructor() {
    super();
    this.groups = null;
    this.problem = null;
    this.sought = '';
    this.#load().catch((problem) => (this.problem = problem));
  }

  async #load() {
    const [answer] = await Promise.all([fetch('/api/openapi.json'), player.open()]);
    this.groups = Object.entries(Object.groupBy(operations(await answer.json()), group));
  }

  /** The groups with the operations that have every word sought. */
  #found() {
    const words = this.sought.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = ({path, method, summary}) => {
      const text = `${method} ${path} ${summary}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    return this.groups.map(([name, calls]) => [name, calls.filter(matches)]).filter(([, calls]) => calls.length);
  }

  render() {
    if (!this.groups) {
      return html`<p role="status" class=${this.problem ? 'error' : 'dim'}>${this.problem?.message ?? 'Loading…'}</p>`;
    }
    const found = this.#found();
    return html`
      <section class="card field" aria-labelledby="authentication">
        <h2 id="authentication">Authentication</h2>
        <label for="token">Bearer token, instead of this browser's session</label>
        <input id="token" class="mono" autocomplete="off" spellcheck="false" />
      </section>
      <section class="card field" aria-labelledby="search">
        <h2 id="search">Find an operation</h2>
        <label for="sought">Part of its path, method or summary</label>
        <input id="sought" type="search" autocomplete="off" spellcheck="false" @input=${({target}) => (this.sought = target.value)} />
        <p role="status" class="dim">${
          this.sought
            ? plural(
                found.reduce((sum, [, calls]) => sum + calls.length, 0),
                'operation',
              )
            : nothing
        }</p>
      </section>
      ${found.map(
        ([name, calls]) => html`<section class="card" aria-labelledby="group-${name}">
        <h2 id="group-${name}">${name}</h2>
        ${calls.map((call) => html`<api-operation .call=${call}></api-operation>`)}
      </section>`,
      )}`;
  }
}

class ApiOperation extends View {
  static properties = {call: {attribute: false}, open: {state: true}, busy: {state: true}, answer: {state: true}};

  constructor() {
    super();
    this.open = false;
    this.busy = false;
    this.answer = null;
  }

  get #id() {
    return `${this.call.method}${this.call.path}`.replace(/[^a-z0-9]+/gi, '-');
  }

  #field(name) {
    return this.querySelector(`#${this.#id}-${name}`).value;
  }

  async #send(event) {
    event.preventDefault();
    const {method, parameters, body} = this.call;
    let path = this.call.path;
    const query = new URLSearchParams();
    const headers = {};
    for (const {name, in: where} of parameters) {
      const value = this.#field(name);
      if (where === 'path') {
        path = path.replace(`{${name}}`, encodeURIComponent(value));
      } else if (value !== '') {
        where === 'query' ? query.set(name, value) : (headers[name] = value);
      }
    }
    const token = document.querySelector('#token').value.trim();
    if (token) {
      headers.Authorization = `Bearer ${token}`;
    }
    const content = body === undefined ? undefined : this.#field('body');
    if (content !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    this.busy = true;
    this.answer = await ask(`${path}${query.size ? `?${query}` : ''}`, {
      method: method.toUpperCase(),
      headers,
      body: content,
      credentials: token ? 'omit' : 'same-origin',
    });
    this.busy = false;
  }

  render() {
    const {method, path, summary, open} = this.call;
    return html`<details class="operation" @toggle=${(event) => (this.open = event.target.open)}>
      <summary><span class="mono">${method.toUpperCase()} ${path}</span> <span class="dim">${summary}${open ? '; public' : ''}</span></summary>
      ${this.open ? this.#whole() : nothing}
    </details>`;
  }

  #whole() {
    const {description, parameters, body, answers} = this.call;
    const id = this.#id;
    return html`<form class="field" @submit=${this.#send}>
        ${description ? html`<p>${description}</p>` : nothing}
        ${parameters.map(
          ({name, in: where, required, description: what, schema}) => html`
          <label for="${id}-${name}">${name}<span class="dim">, ${where}${required ? '' : ', optional'}</span></label>
          <input id="${id}-${name}" class="mono" ?required=${required} autocomplete="off" spellcheck="false"
            .value=${name === 'Idempotency-Key' ? uuid7() : ''} placeholder=${schema?.default ?? nothing}
            aria-describedby=${what ? `${id}-${name}-what` : nothing} />
          ${what ? html`<p class="dim" id="${id}-${name}-what">${what}</p>` : nothing}`,
        )}
        ${
          body === undefined
            ? nothing
            : html`<label for="${id}-body">Body, JSON</label>
          <textarea id="${id}-body" class="mono" rows=${body.split('\n').length + 1} spellcheck="false" .value=${body}></textarea>`
        }
        <button class="action" aria-disabled=${this.busy ? 'true' : nothing}>${this.busy ? 'Sending…' : 'Send'}</button>
      </form>
      <div role="status">${this.answer ? html`<h3>${this.answer.line}</h3><pre tabindex="0" aria-label="Response">${this.answer.text}</pre>` : nothing}</div>
      <h3>Responses</h3>
      <dl class="facts">${answers.map(({status, description: what}) => html`<div><dt>${status}</dt><dd>${what}</dd></div>`)}</dl>`;
  }
}

/** Sends a request; resolves with the answer as a person reads it. */
async function ask(url, options) {
  const started = performance.now();
  try {
    const response = await fetch(url, {...options, cache: 'no-store'});
    const type = response.headers.get('Content-Type') ?? '';
    const text = type.startsWith('text/event-stream') ? await beginning(response) : await response.text();
    const line = `${response.status} ${response.statusText}, ${Math.round(performance.now() - started)} ms${type ? `, ${type}` : ''}`;
    return {line, text: /[/+]json/.test(type) ? JSON.stringify(JSON.parse(text), null, 2) : text};
  } catch (failure) {
    return {line: 'No answer', text: String(failure.message)};
  }
}

async function beginning(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const stop = setTimeout(() => reader.cancel(), STREAM_MILLIS);
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
  }
  clearTimeout(stop);
  return text;
}

customElements.define('api-document', ApiDocument);
customElements.define('api-operation', ApiOperation);
