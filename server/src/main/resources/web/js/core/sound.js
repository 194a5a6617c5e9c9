// The few small sounds of the casino, made on the spot: no files. Loaded when the player turns sounds on.

// Each note: frequency in hertz, when it begins and how long it rings in seconds, its shape.
const SOUNDS = {
  chip: [[1_900, 0, 0.04, 'triangle']],
  card: [
    [900, 0, 0.03, 'triangle'],
    [1_300, 0.02, 0.03, 'triangle'],
  ],
  spin: [
    [220, 0, 0.1, 'triangle'],
    [330, 0.05, 0.12, 'triangle'],
  ],
  stop: [[140, 0, 0.08, 'sine']],
  win: [
    [523, 0, 0.16, 'triangle'],
    [659, 0.1, 0.16, 'triangle'],
    [784, 0.2, 0.3, 'triangle'],
  ],
  over: [[262, 0, 0.14, 'sine']],
  begin: [
    [440, 0, 0.09, 'sine'],
    [587, 0.09, 0.12, 'sine'],
  ],
  crash: [
    [196, 0, 0.14, 'triangle'],
    [123, 0.1, 0.3, 'triangle'],
  ],
};

const LOUDNESS = 0.07;

let context;

/** Plays the sound of that name, unless the browser wants the player to touch the page first. */
export function play(name) {
  if (navigator.userActivation?.hasBeenActive === false) {
    return;
  }
  context ??= new AudioContext();
  for (const [hertz, after, seconds, shape] of SOUNDS[name]) {
    const at = context.currentTime + after;
    const note = new OscillatorNode(context, {type: shape, frequency: hertz});
    const volume = new GainNode(context, {gain: 0});
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.008);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    note.connect(volume).connect(context.destination);
    note.start(at);
    note.stop(at + seconds + 0.02);
  }
}
