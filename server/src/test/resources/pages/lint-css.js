// What the stylesheets must not do, by css-tree, which knows every property of the standards and its values.

/** Every fault of the stylesheets, as `path:line:column rule message`. */
globalThis.lintCss = (files, users) => {
  const faults = [];
  const used = Object.values(users).join('\n');
  const known = new Set(used.match(/[\w-]+/g));
  const sheets = Object.entries(files).map(([path, text]) => sheetOf(path, text, faults));
  const defined = new Set(sheets.flatMap(({custom}) => [...custom.keys()]));
  const read = new Set(sheets.flatMap(({reads}) => [...reads.keys()]));
  for (const {path, classes, custom, reads} of sheets) {
    const report = ({line, column}, rule, message) => faults.push(`${path}:${line}:${column} ${rule} ${message}`);
    for (const [name, at] of classes) {
      if (!known.has(name) && !isNumbered(name, used)) {
        report(at, 'no-unused-class', `no page or script has the class '${name}'.`);
      }
    }
    for (const [name, at] of custom) {
      if (!read.has(name) && !known.has(name)) {
        report(at, 'no-unused-property', `nothing reads '${name}'.`);
      }
    }
    for (const [name, at] of reads) {
      if (!defined.has(name) && !known.has(name)) {
        report(at, 'no-undefined-property', `nothing sets '${name}'.`);
      }
    }
  }
  return faults;
};

/** One of several classes that a script numbers: `l0` of `l${line}`. */
const isNumbered = (name, used) => /\d$/.test(name) && used.includes(`${name.replace(/\d+$/, '')}\${`);

function sheetOf(path, text, faults) {
  const sheet = {path, classes: new Map(), custom: new Map(), reads: new Map()};
  const report = ({line, column}, rule, message) => faults.push(`${path}:${line}:${column} ${rule} ${message}`);
  const tree = csstree.parse(text, {
    positions: true,
    parseCustomProperty: true,
    onParseError: (error) => report(error, 'syntax', error.message),
  });
  const selectors = new Set();
  csstree.walk(tree, {
    enter(node) {
      if (node.type === 'ClassSelector') {
        sheet.classes.set(node.name, node.loc.start);
      } else if (node.type === 'Function' && node.name === 'var') {
        sheet.reads.set(node.children.first.name, node.loc.start);
      } else if (node.type === 'Rule') {
        checkRule(node, this.atrule, selectors, report);
      } else if (node.type === 'Declaration') {
        checkDeclaration(node, this.atrule, sheet, report);
      }
    },
  });
  return sheet;
}

/** A selector of two rules in a row of the cascade: one overwrites part of the other far away. */
function checkRule({prelude, block, loc}, atrule, selectors, report) {
  const context = atrule ? `@${atrule.name} ${atrule.prelude ? csstree.generate(atrule.prelude) : ''}` : '';
  const selector = csstree.generate(prelude);
  const key = `${context} ${selector}`;
  if (selectors.has(key) && atrule?.name !== 'media') {
    report(loc.start, 'no-duplicate-selector', `'${selector}' has a rule already.`);
  }
  selectors.add(key);
  const properties = new Set();
  block.children.forEach((one) => {
    if (one.type === 'Declaration' && properties.has(one.property)) {
      report(one.loc.start, 'no-duplicate-declaration', `'${one.property}' is set twice.`);
    }
    properties.add(one.property);
  });
}

function checkDeclaration(node, atrule, sheet, report) {
  if (node.property.startsWith('--')) {
    sheet.custom.set(node.property, node.loc.start);
    return;
  }
  // what is computed from custom properties is known in a page only, and css-tree's grammar has no arithmetic everywhere
  const {error} = csstree.lexer.matchDeclaration(node);
  if (error && atrule?.name !== 'property' && !/\b(var|env|min|max|clamp)\(/.test(csstree.generate(node.value))) {
    report(node.loc.start, 'no-invalid-value', `'${node.property}': ${error.message.split('\n')[0]}`);
  }
}

/**
 * Every selector whose classes and elements a page has, of a sheet that the page's own does not import, as
 * `path rule message`.
 *
 * @param pages by path: `{sheet, texts}`, the path of its sheet and the texts of the page and its modules
 */
globalThis.lintPages = (pages, sheets) => {
  const selectors = new Map(Object.entries(sheets).map(([path, text]) => [path, selectorsIn(text)]));
  const faults = [];
  for (const [path, {sheet, texts}] of Object.entries(pages)) {
    const own = new Set(withImports(sheet, sheets));
    const used = new Set(texts.flatMap(namesIn));
    for (const [other, styled] of selectors) {
      for (const {selector, names} of own.has(other) || other === STAFF ? [] : styled) {
        if (names.every((name) => used.has(name))) {
          faults.push(`${path} no-unstyled-class '${selector}' is in ${other}, which ${sheet} does not import.`);
        }
      }
    }
  }
  return faults;
};

/** It changes what the base has for the staff pages only. */
const STAFF = '/css/ops.css';

function withImports(path, sheets) {
  const imports = [...sheets[path].matchAll(/^@import '([^']+)';$/gm)].map(([, other]) => other);
  return [...imports.flatMap((other) => withImports(other, sheets)), path];
}

/** The selectors with their classes and elements; what stands in `:is()`, `:not()` or `:has()` decides nothing here. */
function selectorsIn(text) {
  const selectors = [];
  csstree.walk(csstree.parse(text), {
    visit: 'Rule',
    enter({prelude}) {
      for (const selector of prelude.type === 'SelectorList' ? prelude.children : []) {
        const parts = [...selector.children].filter(({type}) => type === 'ClassSelector' || type === 'TypeSelector');
        const names = parts.map(({type, name}) => (type === 'ClassSelector' ? `.${name}` : name));
        if (parts.some(({type, name}) => type === 'ClassSelector' || name.includes('-'))) {
          selectors.push({selector: csstree.generate(selector), names});
        }
      }
    },
  });
  return selectors;
}

const CLASSES = /\bclass="((?:[^"$]|\$(?!\{)|\$\{[^}]*\})*)"/g;
const CHOSEN = /\$\{[^}]*\}/g;
const QUOTED = /'([\w -]*)'/g;
const ELEMENTS = /<([a-z][\w-]*)/g;

/** The classes and elements that a page or module writes; of an expression those that are written in it. */
const namesIn = (text) => [
  ...[...text.matchAll(CLASSES)].flatMap(([, list]) =>
    list
      .replace(CHOSEN, (expression) => [...expression.matchAll(QUOTED)].map(([, quoted]) => ` ${quoted} `).join(''))
      .split(/\s+/)
      .map((name) => `.${name}`),
  ),
  ...[...text.matchAll(ELEMENTS)].map(([, name]) => name),
];
