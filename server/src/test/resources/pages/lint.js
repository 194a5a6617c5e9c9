// What the pages' modules must not do. The TypeScript compiler reads them as JavaScript and knows every name; of its
// messages those count that are faults in JavaScript, too, and beside them some rules of style over the same tree.

/** What the compiler says that is a fault, by the number of its message. */
const MESSAGES = new Map([
  [2300, 'no-redeclare'],
  [2304, 'no-undef'],
  [2305, 'no-missing-export'],
  [2307, 'no-missing-module'],
  [2448, 'no-use-before-define'],
  [2451, 'no-redeclare'],
  [2552, 'no-undef'],
  [2588, 'no-const-assign'],
  [2614, 'no-missing-export'],
  [2630, 'no-func-assign'],
  [2632, 'no-import-assign'],
  [2695, 'no-unused-expressions'],
  [2724, 'no-missing-export'],
  [2774, 'no-constant-condition'],
  [2801, 'no-missing-await'],
  [6133, 'no-unused-vars'],
  [6192, 'no-unused-vars'],
  [6196, 'no-unused-vars'],
  [6198, 'no-unused-vars'],
  [7027, 'no-unreachable'],
  [7028, 'no-unused-labels'],
  [7029, 'no-fallthrough'],
  [18004, 'no-undef'],
]);

const FIRST_OF_SYNTAX = 1000;
const FIRST_OF_MEANING = 2000;

/** Every fault of the files, as `path:line:column rule message`. `files` and `libraries` are texts by path. */
globalThis.lint = (files, libraries) => {
  const program = compiled(files, libraries);
  const faults = [];
  const report = (file, position, rule, message) => {
    const {line, character} = file.getLineAndCharacterOfPosition(position);
    faults.push(`${file.fileName}:${line + 1}:${character + 1} ${rule} ${message}`);
  };
  for (const path of Object.keys(files)) {
    const file = program.getSourceFile(path);
    for (const {code, start, messageText} of [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]) {
      const rule = code >= FIRST_OF_SYNTAX && code < FIRST_OF_MEANING ? 'syntax' : MESSAGES.get(code);
      if (rule) {
        report(file, start, rule, ts.flattenDiagnosticMessageText(messageText, ' '));
      }
    }
    checkStyle(program.getTypeChecker(), file, report);
  }
  return faults;
};

function compiled(files, libraries) {
  const texts = {...libraries, ...files};
  const options = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
    types: [],
    noUnusedLocals: true,
    noUnusedParameters: true,
    noFallthroughCasesInSwitch: true,
    allowUnreachableCode: false,
    allowUnusedLabels: false,
    skipLibCheck: true,
    strictNullChecks: true,
  };
  const host = {
    getSourceFile: (path, target) =>
      texts[path] === undefined ? undefined : ts.createSourceFile(path, texts[path], target, true),
    getDefaultLibFileName: () => 'lib.esnext.d.ts',
    getDefaultLibLocation: () => '',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (path) => texts[path] !== undefined,
    readFile: (path) => texts[path],
    writeFile() {},
  };
  return ts.createProgram(
    Object.keys(texts).filter((path) => !path.startsWith('lib.')),
    options,
    host,
  );
}

/** Loose comparison with null is the short way to say null or undefined. */
const LOOSE = new Set([ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken]);
const ASSIGNMENTS = [ts.SyntaxKind.FirstAssignment, ts.SyntaxKind.LastAssignment];

/** Where the names of the browser are declared, which a module's own may hide. */
const GLOBAL = /^lib\./;

function checkStyle(checker, file, report) {
  const lets = new Map();
  const written = new Set();
  const visit = (node) => {
    if (ts.isVariableDeclarationList(node)) {
      if (!(node.flags & ts.NodeFlags.BlockScoped)) {
        report(file, node.getStart(), 'no-var', "'var' has the scope of its function; use 'const' or 'let'.");
      }
      if (node.flags & ts.NodeFlags.Let && !isLoopHead(node)) {
        rememberLets(checker, node, lets);
      }
    } else if (ts.isBinaryExpression(node)) {
      const {kind} = node.operatorToken;
      if (LOOSE.has(kind) && node.right.kind !== ts.SyntaxKind.NullKeyword) {
        report(
          file,
          node.getStart(),
          'eqeqeq',
          `'${node.operatorToken.getText()}' converts types; write '${node.operatorToken.getText()}='.`,
        );
      }
      if (kind >= ASSIGNMENTS[0] && kind <= ASSIGNMENTS[1]) {
        rememberTargets(checker, node.left, written);
      }
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) {
        rememberTargets(checker, node.operand, written);
      }
    } else if (ts.isDebuggerStatement(node)) {
      report(file, node.getStart(), 'no-debugger', "'debugger' stops the page.");
    } else if (ts.isIdentifier(node) && node.text === 'eval' && ts.isCallExpression(node.parent)) {
      report(file, node.getStart(), 'no-eval', "'eval' runs text as a script.");
    } else if (isOfConsole(node)) {
      report(file, node.getStart(), 'no-console', 'Players see no console.');
    }
    if (isBinding(node)) {
      checkShadow(checker, file, node, report);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const [symbol, name] of lets) {
    if (!written.has(symbol)) {
      report(file, name.getStart(), 'prefer-const', `'${name.text}' is never assigned again; use 'const'.`);
    }
  }
}

const isOfConsole = (node) =>
  ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'console';

/** The variable of `for (let …)` counts; one of `for (let x of …)` is new each time, and is assigned by the loop. */
const isLoopHead = ({parent, declarations}) => ts.isForStatement(parent) && declarations.length > 1;

/** Declared with a value, or in a loop over values; a `let` without one gets it later. */
function rememberLets(checker, list, lets) {
  const isLoop = ts.isForOfStatement(list.parent) || ts.isForInStatement(list.parent);
  for (const declaration of list.declarations) {
    if ((declaration.initializer || isLoop) && ts.isIdentifier(declaration.name)) {
      lets.set(checker.getSymbolAtLocation(declaration.name), declaration.name);
    }
  }
}

function rememberTargets(checker, target, written) {
  if (ts.isIdentifier(target)) {
    written.add(checker.getSymbolAtLocation(target));
    return;
  }
  if (ts.isShorthandPropertyAssignment(target)) {
    written.add(checker.getShorthandAssignmentValueSymbol(target));
    return;
  }
  if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) {
    ts.forEachChild(target, (part) => rememberTargets(checker, part, written));
  }
}

/** A name that is made here: of a variable, a parameter, a function or a class. */
const isBinding = (node) =>
  ts.isIdentifier(node) &&
  node.parent.name === node &&
  (ts.isVariableDeclaration(node.parent) ||
    ts.isParameter(node.parent) ||
    ts.isBindingElement(node.parent) ||
    ts.isFunctionDeclaration(node.parent) ||
    ts.isClassDeclaration(node.parent));

function checkShadow(checker, file, name, report) {
  if (name.text.startsWith('_')) {
    return; // unused
  }
  const own = checker.getSymbolAtLocation(name);
  const scope = scopeOf(name.parent);
  const outer = scope?.parent && checker.resolveName(name.text, scope.parent, ts.SymbolFlags.Value, false);
  if (
    outer &&
    own &&
    outer !== own &&
    !(outer.declarations ?? []).every((one) => GLOBAL.test(one.getSourceFile().fileName))
  ) {
    report(file, name.getStart(), 'no-shadow', `'${name.text}' hides a name of an outer scope.`);
  }
}

/** The function or block within which a declared name is known. */
function scopeOf(declaration) {
  const isOwnName = ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration);
  let node = isOwnName ? declaration.parent : declaration;
  while (
    node &&
    !ts.isFunctionLike(node) &&
    !ts.isBlock(node) &&
    !ts.isSourceFile(node) &&
    !isLoop(node) &&
    !ts.isCatchClause(node) &&
    !ts.isCaseBlock(node)
  ) {
    node = node.parent;
  }
  return node && ts.isSourceFile(node) ? undefined : node;
}

const isLoop = (node) => ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node);
