// What responsible play has against a bet: in words, and where the player can do something about it.
// Loaded when the first bet is refused, or when none can be placed.

import {LOCALE, listed, player, post, rich, t, wait} from '/js/core/api.js';
import {money, signed} from '/js/core/view.js';

const WHEN = new Intl.DateTimeFormat(LOCALE, {dateStyle: 'medium', timeStyle: 'short'});

export const moment = (iso) => WHEN.format(new Date(iso));

/** 65 → "1 h 5 min". */
export function minutes(count) {
  const values = {hours: Math.floor(count / 60), minutes: count % 60};
  return count < 60
    ? t('{minutes} min', values)
    : values.minutes
      ? t('{hours} h {minutes} min', values)
      : t('{hours} h', values);
}

const amount = (kind, value) => (kind === 'time' ? minutes(value) : money(value));

export const LIMITS = {loss: t('loss limit'), stake: t('wager limit'), time: t('time limit')};

const SOME = {loss: t('a loss limit'), stake: t('a wager limit'), time: t('a time limit')};

export const PERIODS = {day: t('Daily'), week: t('Weekly'), month: t('Monthly')};

const OF_PERIODS = {
  loss: {day: t('daily loss limit'), week: t('weekly loss limit'), month: t('monthly loss limit')},
  stake: {day: t('daily wager limit'), week: t('weekly wager limit'), month: t('monthly wager limit')},
  time: {day: t('daily time limit'), week: t('weekly time limit'), month: t('monthly time limit')},
};

/** "daily loss limit" */
export const limitName = (kind, period) => OF_PERIODS[kind][period];

/** ["loss", "stake"] → "a loss limit and a wager limit". */
export const limitNames = (kinds) => listed(kinds.map((kind) => SOME[kind]));

const words = {
  limit_reached: ({kind, period, limit, used, resetsAt}) =>
    t('This would exceed your {limit} of {amount}: {used} used. It resets on {time}.', {
      limit: limitName(kind, period),
      amount: amount(kind, limit),
      used: amount(kind, used),
      time: moment(resetsAt),
    }),
  limits_required: ({missing}) =>
    t('Before you play here, set {limits} on the Limits page.', {limits: limitNames(missing)}),
  cooling_off: ({until}) => t('You are on a break until {time}.', {time: moment(until)}),
  self_excluded: ({until}) =>
    until ? t('You are self-excluded until {time}.', {time: moment(until)}) : t('You are self-excluded permanently.'),
  stake_too_high: ({maxStake}) => t('Wagers on this game must be at most {amount}.', {amount: money(maxStake)}),
  reality_check_due: () => t('You stopped at your reality check. Nothing was wagered.'),
};

/**
 * Puts the refusal in words. Resolves with true when the same bet may be asked for again at once: the pause
 * between two bets is over, or the player has seen the reality check and wants to go on.
 */
export async function handle(problem) {
  const {code, restriction} = problem;
  if (code === 'too_fast') {
    await wait(restriction.waitMillis);
    return true;
  }
  problem.message = words[code]?.(restriction) ?? problem.message;
  if (code === 'limit_reached') {
    player.lookAtLimits();
  } else if (code === 'self_excluded' || code === 'cooling_off') {
    player.keepOut({code, until: restriction.until, help: player.keptOut?.help ?? []});
    player.lookAtLimits(); // for where help is
  }
  return code === 'reality_check_due' && (await realityCheck(restriction));
}

/** The lobby's heading while no game can be chosen. */
const HEADINGS = {self_excluded: t('You are self-excluded'), cooling_off: t('You are on a break')};

/** Says below the page's heading what bars every bet, and where help is. */
export function showKeptOut() {
  const {code, until, help} = player.keptOut;
  let notice = document.querySelector('#main > [data-kept-out]');
  if (!notice) {
    notice = element('p', {className: 'card notice'});
    notice.dataset.keptOut = '';
    notice.setAttribute('role', 'status');
    document.querySelector('#main h1').after(notice);
  }
  if (document.querySelector('.games')) {
    const heading = document.querySelector('#main h1');
    heading.dataset.usual ??= heading.textContent;
    heading.textContent = HEADINGS[code];
  }
  const links = help.flatMap(({name, url}, index) => [
    index ? ', ' : ` ${t('Help with problem gambling:')} `,
    element('a', {href: url, rel: 'noopener', textContent: name}),
  ]);
  notice.replaceChildren(
    words[code]({until}),
    ` ${t('You cannot bet; open rounds can be finished.')} `,
    element('a', {href: '/limits.html', textContent: t('Limits and breaks')}),
    '.',
    ...links,
    links.length ? '.' : '',
  );
}

let asking;

/** One check at a time, for all callers. */
const realityCheck = (restriction) => (asking ??= ask(restriction).finally(() => (asking = undefined)));

/** Shows how long the player has played and how it went. The browser keeps the focus inside until it is closed. */
function ask({elapsedSeconds, net}) {
  const dialog = element('dialog', {className: 'check-dialog'});
  dialog.setAttribute('aria-labelledby', 'check-title');
  const title = element('h2', {id: 'check-title', tabIndex: -1, textContent: t('Reality check')});
  const played = element('p', {
    textContent: t('You have played for {time}.', {time: minutes(Math.round(elapsedSeconds / 60))}),
  });
  const result = element('p', {});
  const sum = element('b', {className: net < 0 ? 'loss' : 'gain', textContent: signed(net)});
  result.append(
    ...(net === 0
      ? [t('Since then you have won as much as you lost.')]
      : net < 0
        ? rich('Since then you have lost: {amount}.', {amount: sum})
        : rich('Since then you have won: {amount}.', {amount: sum})),
  );
  const error = element('p', {className: 'error'});
  error.setAttribute('role', 'alert');
  const go = element('button', {type: 'button', className: 'action', textContent: t('I have seen it, go on')});
  go.dataset.action = 'seen';
  const stop = element('button', {type: 'button', textContent: t('Stop playing')});
  stop.dataset.action = 'stop';
  const link = element('a', {href: '/limits.html', textContent: t('Set limits or take a break')});
  const ways = element('div', {className: 'ways'});
  ways.append(go, stop, link);
  dialog.append(title, played, result, error, ways);
  document.body.append(dialog);
  dialog.showModal();
  title.focus(); // a key already pressed must not confirm it
  return new Promise((done) => {
    const close = (goesOn) => {
      dialog.close();
      dialog.remove();
      done(goesOn);
    };
    dialog.addEventListener('cancel', (event) => (event.preventDefault(), close(false)));
    stop.addEventListener('click', () => close(false));
    go.addEventListener('click', () =>
      post('/limits/reality-check', {}).then(
        () => close(true),
        (problem) => (error.textContent = problem.message),
      ),
    );
  });
}

const element = (name, properties) => Object.assign(document.createElement(name), properties);
