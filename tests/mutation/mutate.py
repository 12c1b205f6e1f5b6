#!/usr/bin/env python3
"""Breaks the formulas one at a time and looks whether a test turns red.

    tests/mutation/mutate.py BUILD-FOLDER [--seconds N] [--seed N] [--fresh] [FILE...]      (./bootstrap mutate [...])

FILEs are sources of src/measure and src/judge; all of them when none is named. Each is changed in one place at a time,
by the operators below and by the list in by-hand; the changed file becomes a small shared library that is loaded before
the whole one (LD_PRELOAD), so that no test is linked again. A change is caught when one of its room's quick tests fails,
crashes or does not end; its own test file is tried first. (Quick: in the ordinary suite, and a second at most unless its
name begins like the file's.) Not counted: what does not compile, what compiles to the same
code, and the changes in the file `equivalent`, which mean the same for a reason that is given there.

Results are kept in BUILD-FOLDER/mutation (by the content of the source), so that after a new test only survivors are
tried again; --fresh forgets them. --seconds stops early; the changes are then a sample, drawn by --seed.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import random
import re
import resource
import shlex
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.dirname(os.path.abspath(__file__))
ROOMS = ['measure', 'judge']
QUICK_SECONDS = 1  # of processor time

# --- the operators: (name, what is found in code, what stands there instead) -------------------------------------

NUMBER = r'(?<![\w.])(\d+\.\d+(?:e[-+]?\d+)?|\d+e[-+]?\d+|\d+)(?![\w.])'
WORD = r'[A-Za-z_][\w.]*(?:->\w+|\[\w+\])*'


def other_numbers(match):
    text = match[1]
    if '.' in text or 'e' in text:
        return [repr(float(text) * 1.1 + (0.1 if float(text) == 0 else 0))]
    return [str(int(text) + 1)] + ([str(int(text) - 1)] if int(text) > 1 else [])


def fixed(*texts):
    return lambda match: list(texts)


OPERATORS = [
    ('compare', r'(?<![<>=!-])<(?![<=])', fixed('<=', '>')),
    ('compare', r'(?<!<)<=', fixed('<', '>=')),
    ('compare', r'(?<![>=!-])>(?![>=])', fixed('>=', '<')),
    ('compare', r'(?<!>)>=', fixed('>', '<=')),
    ('compare', r'==', fixed('!=')),
    ('compare', r'!=', fixed('==')),
    ('arithmetic', r'(?<=[\w)\]] )\+(?= )', fixed('-')),
    ('arithmetic', r'(?<=[\w)\]] )-(?= )', fixed('+')),
    ('arithmetic', r'(?<=[\w)\]] )\*(?= )', fixed('/')),
    ('arithmetic', r'(?<=[\w)\]] )/(?= )', fixed('*')),
    ('arithmetic', r'(?<=[\w)\]] )%(?= )', fixed('*')),
    ('assign', r'\+=', fixed('-=', '=')),
    ('assign', r'-=', fixed('+=')),
    ('logic', r'&&', fixed('||')),
    ('logic', r'\|\|', fixed('&&')),
    ('logic', r'(?<![\w)])!(?![=])', fixed('')),
    ('sign', r'(?<=[(,=?:] )-(?=[\w(])|(?<=\()-(?=[\w(])|(?<=return )-(?=[\w(])', fixed('')),
    ('number', NUMBER, other_numbers),
    ('truth', r'\bTRUE\b', fixed('FALSE')),
    ('truth', r'\bFALSE\b', fixed('TRUE')),
    ('extreme', r'\bMIN(?= \()', fixed('MAX')),
    ('extreme', r'\bMAX(?= \()', fixed('MIN')),
    ('extreme', r'\bfmin(?= \()', fixed('fmax')),
    ('extreme', r'\bfmax(?= \()', fixed('fmin')),
    ('function', r'\bsqrt(?= \()', fixed('')),
    ('function', r'\bfabs(?= \()', fixed('')),
    ('function', r'\blog(?= \()', fixed('log1p')),
    ('function', r'\bexp(?= \()', fixed('expm1')),
    ('function', r'\bfloor(?= \()', fixed('ceil')),
    ('function', r'\bceil(?= \()', fixed('floor')),
    ('member', r'(?<=[.>])lo\b', fixed('hi')),
    ('member', r'(?<=[.>])hi\b', fixed('lo')),
    ('member', r'(?<=[.>])tp\b', fixed('tn')),
    ('member', r'(?<=[.>])fp\b', fixed('fn')),
    ('member', r'(?<=[.>])fn\b', fixed('fp')),
    ('member', r'(?<=[.>])tn\b', fixed('tp')),
    ('swap', r'(?<=\()(' + WORD + r'), (' + WORD + r')(?=\))', lambda match: [f'{match[2]}, {match[1]}']),
]
SKIPPED = re.compile(r'\s*(#include|#pragma|#error|g_assert|g_return|G_STATIC_ASSERT|for \(guint i = 0; i < |for \(gsize i = 0; i < )')


def code_only(text):
    """The text with comments, strings and characters blanked, every other byte in its place."""
    def blank(match):
        return re.sub(r'[^\n]', ' ', match[0])
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', blank, text, flags=re.S)


def mutants_of(path):
    """(line number, operator, old line, new line, new text) of every change of a file."""
    with open(os.path.join(ROOT, path), encoding='utf-8') as file:
        text = file.read()
    lines, found, start = text.split('\n'), [], 0
    for number, (line, code) in enumerate(zip(lines, code_only(text).split('\n')), 1):
        if not SKIPPED.match(code) and (number == 1 or not SKIPPED.match(lines[number - 2]) or lines[number - 2].endswith(';')):
            for name, pattern, others in OPERATORS:
                for match in re.finditer(pattern, code):
                    for other in others(match):
                        new = line[:match.start()] + other + line[match.end():]
                        found.append((number, name, line, new, text[:start] + new + text[start + len(line):]))
        start += len(line) + 1
    return text, found


def by_hand(path, text):
    """Lines of by-hand: FILE | old | new. The old text must stand in the file exactly once."""
    found = []
    for number, fields in read_list('by-hand', 3):
        if fields[0] == path:
            if text.count(fields[1]) != 1:
                sys.exit(f'{HERE}/by-hand:{number}: expected once in {path}, found {text.count(fields[1])} times: {fields[1]}')
            line = text[:text.index(fields[1])].count('\n') + 1
            found.append((line, 'by hand', fields[1], fields[2], text.replace(fields[1], fields[2])))
    return found


def read_list(name, n_fields):
    with open(os.path.join(HERE, name), encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.startswith('#'):
                fields = [field.strip() for field in line.split(' | ')]
                if len(fields) != n_fields:
                    sys.exit(f'{HERE}/{name}:{number}: expected {n_fields} fields parted by " | ", found {len(fields)}')
                yield number, fields


# --- building: one shared library of everything, tests against it ------------------------------------------------

class Build:
    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.work = os.path.join(self.folder, 'mutation')
        os.makedirs(self.work, exist_ok=True)
        with open(os.path.join(self.folder, 'compile_commands.json'), encoding='utf-8') as file:
            self.commands = json.load(file)
        self.library = os.path.join(self.work, 'libassay-all.so')
        self.tests = {room: [] for room in ROOMS}
        self.seconds, self.most_seconds = {}, {}

    def flags(self, command):
        """The compiler and its options, without input, output and dependencies; what is defined can be seen outside."""
        words, kept, skip = shlex.split(command['command']), [], False
        for word in words:
            if skip:
                skip = False
            elif word in ('-o', '-MF', '-MQ', '-c'):
                skip = True
            elif word not in ('-MD', '-fvisibility=hidden', '-O3', '-Wall', '-Wextra', '-Winvalid-pch'):
                kept.append(word)
        return kept + ['-O2', '-w', '-fPIC', '-iquote', os.path.dirname(os.path.join(self.folder, command['file']))]

    def run(self, words, **options):
        return subprocess.run(words, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)

    def must(self, words):
        done = self.run(words)
        if done.returncode:
            sys.exit(f'{" ".join(words)}\n{done.stdout.decode(errors="replace")}')

    def build_library(self, jobs):
        objects = []

        def compile_one(command):
            output = os.path.join(self.work, command['output'].replace('/', '_'))
            self.must(self.flags(command) + ['-c', command['file'], '-o', output])
            return output
        own = [command for command in self.commands if command['output'].startswith('libassay.a.p/')]
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            objects = list(pool.map(compile_one, own))
        libraries = shlex.split(subprocess.run(
            ['pkg-config', '--libs', 'gio-unix-2.0', 'gsl', 'sqlite3', 'json-glib-1.0', 'zlib', 'libzstd', 'libcrypto',
             'cairo', 'cairo-pdf', 'pangocairo', 'pangoft2', 'fontconfig', 'harfbuzz'],
            check=True, stdout=subprocess.PIPE, text=True).stdout)
        with open(os.path.join(self.folder, 'build.ninja'), encoding='utf-8') as file:
            duckdb = re.search(r'\S*libduckdb\.so', file.read())
        duckdb = [os.path.join(self.folder, duckdb[0])] if duckdb else ['-lduckdb']
        rpath = [f'-Wl,-rpath,{os.path.dirname(os.path.realpath(duckdb[0]))}'] if os.path.isabs(duckdb[0]) else []
        self.libraries = duckdb + rpath + libraries + ['-lm', '-lpthread']
        self.must(['cc', '-shared', '-o', self.library] + objects + self.libraries)

    def build_tests(self):
        for room in ROOMS:
            for name in self.quick_tests(room):
                objects = [command['output'] for command in self.commands
                           if command['output'].startswith(f'tests/{room}/{name}.p/')]
                program = os.path.join(self.work, f'{room}-{name}')
                self.must(['cc', '-o', program] + objects + [self.library, f'-Wl,-rpath,{self.work}'] + self.libraries)
                before, started = used_seconds(), time.monotonic()
                if self.test(program, None, 300) is None:
                    self.tests[room].append(program)
                    self.seconds[program] = used_seconds() - before
                    self.most_seconds[program] = 10 * (time.monotonic() - started) + 20
                else:
                    print(f'left out, for it fails with no change: {room}/{name}')
            self.tests[room].sort(key=lambda program: self.seconds[program])

    def quick_tests(self, room):
        """Names of the room's programs that `meson test` runs; the slow suite's are simulations."""
        tests = json.loads(subprocess.run(['meson', 'introspect', '--tests', self.folder], check=True,
                                          stdout=subprocess.PIPE).stdout)
        return sorted({os.path.basename(test['cmd'][0]) for test in tests
                       if 'slow' not in ' '.join(test['suite']) and len(test['cmd']) == 1
                       and f'/tests/{room}/test-' in test['cmd'][0]})

    def test(self, program, mutant, seconds):
        """None when all is green, else why not."""
        environment = dict(os.environ, G_DEBUG='', MALLOC_PERTURB_='')
        if mutant:
            environment['LD_PRELOAD'] = mutant
        try:
            done = self.run([program], env=environment, timeout=seconds, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return 'does not end'
        return None if done.returncode == 0 else f'status {done.returncode}'

    def compile_mutant(self, command, text, output):
        words = [word for word in self.flags(command) if word != 'ccache']
        done = self.run(words + ['-shared', '-Wl,--build-id=none', '-x', 'c', '-', '-o', output], input=text.encode())
        return done.returncode == 0

    def try_mutant(self, path, text, plain, number):
        """'broken', 'same', 'caught', or 'survived'."""
        command = next(c for c in self.commands if os.path.normpath(os.path.join(self.folder, c['file'])) == os.path.join(ROOT, path))
        output = os.path.join(self.work, f'mutant-{number}.so')
        if not self.compile_mutant(command, text, output):
            return 'broken'
        try:
            if file_digest(output) == plain:
                return 'same'
            room, stem = path.split('/')[1], os.path.basename(path)[:-2]
            own = os.path.join(self.work, f'{room}-test-{stem}')

            def is_related(program):
                return os.path.basename(program).split('-test-')[1].split('-')[0] == stem.split('-')[0]
            for program in sorted(self.tests[room], key=lambda program: (program != own, not is_related(program))):
                if self.seconds[program] > QUICK_SECONDS and not is_related(program):
                    continue
                if self.test(program, output, self.most_seconds[program]):
                    return 'caught'
            return 'survived'
        finally:
            os.remove(output)

    def plain_digest(self, path, text):
        command = next(c for c in self.commands if os.path.normpath(os.path.join(self.folder, c['file'])) == os.path.join(ROOT, path))
        output = os.path.join(self.work, 'plain.so')
        if not self.compile_mutant(command, text, output):
            sys.exit(f'{path} does not compile by itself')
        return file_digest(output)


def used_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def file_digest(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


# --- the run -----------------------------------------------------------------------------------------------------

def all_files():
    return sorted(f'src/{room}/{name}' for room in ROOMS for name in os.listdir(os.path.join(ROOT, 'src', room))
                  if name.endswith('.c'))


def print_survivor(what):
    path, number, name, old, new = what
    print(f'survived {path}:{number}: {name}\n  - {old.strip()}\n  + {new.strip()}', flush=True)


def report(outcomes, equivalent, files):
    total_caught, total = 0, 0
    for path in files:
        mine = [(key, state) for key, state in outcomes if key[0] == path and state in ('caught', 'survived')]
        excused = [key for key, state in mine if state == 'survived' and (path, key[3].strip(), key[4].strip()) in equivalent]
        lost = [key for key, state in mine if state == 'survived' and key not in excused]
        caught = sum(state == 'caught' for key, state in mine)
        if mine:
            share = f'{100 * caught / (caught + len(lost)):5.1f} %' if caught + len(lost) else '      -'
            print(f'{path:40} {caught:5} of {caught + len(lost):5} caught {share}, {len(excused)} equivalent')
        total_caught, total = total_caught + caught, total + caught + len(lost)
    print(f'{total_caught} of {total} changes caught' + (f' ({100 * total_caught / total:.1f} %)' if total else ''))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('folder')
    parser.add_argument('files', nargs='*', metavar='FILE')
    parser.add_argument('--seconds', type=float, default=float('inf'))
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--jobs', type=int, default=1)
    parser.add_argument('--fresh', action='store_true')
    options = parser.parse_intermixed_args()
    files = [os.path.relpath(os.path.abspath(path), ROOT) for path in options.files] or all_files()

    build = Build(options.folder)
    store = os.path.join(build.work, 'results.json')
    results = {}
    if not options.fresh and os.path.exists(store):
        with open(store, encoding='utf-8') as file:
            results = json.load(file)
    build.build_library(options.jobs)
    build.build_tests()
    equivalent = {tuple(fields[:3]) for _, fields in read_list('equivalent', 4)}

    todo, outcomes = [], []
    for path in files:
        text, mutants = mutants_of(path)
        plain, digest = build.plain_digest(path, text), hashlib.sha256(text.encode()).hexdigest()[:16]
        for number, name, old, new, changed in mutants + by_hand(path, text):
            key = f'{path}:{digest}:{hashlib.sha256(changed.encode()).hexdigest()[:16]}'
            todo.append((key, (path, number, name, old, new), changed, plain))
    random.Random(options.seed).shuffle(todo)
    print(f'{len(todo)} changes of {len(files)} files', flush=True)

    def one(item):
        index, (key, what, changed, plain) = item
        if time.monotonic() - started > options.seconds:
            return key, what, None
        excused = (what[0], what[3].strip(), what[4].strip()) in equivalent
        state = results.get(key)
        if state is None or (state == 'survived' and not excused):
            state = build.try_mutant(what[0], changed, plain, index)
        return key, what, state
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for n, (key, what, state) in enumerate(pool.map(one, enumerate(todo))):
            if state:
                results[key] = state
                outcomes.append((what, state))
            if state == 'survived' and (what[0], what[3].strip(), what[4].strip()) not in equivalent:
                print_survivor(what)
            if n % 25 == 24 or n == len(todo) - 1:
                with open(store + '.new', 'w', encoding='utf-8') as file:
                    json.dump(results, file)
                os.replace(store + '.new', store)
    report(sorted(outcomes), equivalent, files)
    broken = sum(state == 'broken' for _, state in outcomes), sum(state == 'same' for _, state in outcomes)
    print(f'not counted: {broken[0]} that do not compile, {broken[1]} that compile to the same code')


if __name__ == '__main__':
    main()
