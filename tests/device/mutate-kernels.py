#!/usr/bin/env python3
"""Breaks the kernels one place at a time and counts what the tests on the software device find.

    mutate-kernels.py BUILD [--file NAME]... [--seconds N] [--share PERCENT] [--seed N] [--jobs N] [--verbose]

Every barrier, atomic, bound, index and shift of kernels/*.cu and *.cuh is deleted, weakened or moved by one. Only the
file that a mutant breaks is compiled again; it is linked with the others and with the run-times of the plain and the
checked device from BUILD. Both are put before the tests of PLAN, the plain one first, and a test is ended at its
first table that differs. A mutant counts as found when a test fails, or takes more than three times the processor
time that it takes without a fault. equivalent.txt lists mutants that compute the same, each with its reason: they are
left out and counted apart; a line of it that fits no mutant fails the test. --seconds takes a sample, in an order
drawn from the seed, which is printed. Speaks TAP: one test, which fails below PERCENT (95) found.
"""
import argparse, collections, concurrent.futures, os, random, re, resource, shutil, signal, subprocess, sys, tempfile
import threading, time

here = os.path.dirname(os.path.abspath(__file__))
kernels = os.path.join(os.path.dirname(os.path.dirname(here)), 'kernels')
FLAGS = ['-std=gnu++20', '-fPIC', '-fvisibility=hidden', '-fno-gnu-unique', '-fno-extern-tls-init', '-w', '-pipe']
CHECKS = '-fsanitize=thread,alignment,bounds,shift,integer-divide-by-zero'
KINDS = {'plain': ['-O1'], 'checked': ['-O1', '-DASSAY_DEVICE_CHECKED', CHECKS]}
# What is looked for in a line of code, and what is put in its place.
RULES = [
    (r'__syncthreads \(\);', ';'),
    (r'atomicAdd \(', 'mutant_add ('),
    (r'atomicAdd \(', 'mutant_leave ('),
    (r'atomicCAS \(', 'mutant_swap ('),
    (r'atomicCAS \((.+), 0ull, (.+)\);', r'atomicCAS (\1, \2, 0ull);'),
    (r' < (\w)', r' <= \1'),
    (r' <= (\w)', r' < \1'),
    (r' >= (\w)', r' > \1'),
    (r' == 0\b', ' != 0'),
    (r' != 0\b', ' == 0'),
    (r' == (?!0)', ' != '),
    (r' && ', ' || '),
    (r' \+ 1\b', ''),
    (r' - 1\b', ''),
    (r'\+= ', '= '),
    (r'\brun\+\+', 'run'),
    (r'run = 1', 'run = 0'),
    (r'(sum|n_taken|n|run) = 0', r'\1 = 1'),
    (r'\bi = 1;', 'i = 0;'),
    (r'\[([^][=]+)\](?! [=,] \{|, run|\[)', r'[\1 + 1]'),
    (r' \* (\w)', r' + \1'),
    (r' / (\w)', r' * \1'),
    (r' % (\w)', r' & \1'),
    (r' << (\w)', r' >> \1'),
    (r' >> (\w)', r' << \1'),
    (r' & (\w)', r' | \1'),
    (r' \| (\w)', r' & \1'),
    (r'keys \+ 4', 'keys'),
    (r'keys \+ 8', 'keys'),
    (r'keys \+ 12', 'keys + 8'),
    (r'threadIdx\.x', 'blockIdx.x'),
    (r'blockIdx\.x', '0u'),
    (r'blockIdx\.y', '0u'),
    (r'gridDim\.x', '1u'),
    (r'continue;', ';'),
    (r'0xffffffffu?', '0x7fffffffu'),
]
# Of these the rules above make something else than an atomic, or nothing.
HELPERS = '''
template <class T, class U> static inline T mutant_add (T *p, U v) { const T was = *p; *p = was + (T) v; return was; }
template <class T, class U> static inline T mutant_leave (T *p, U) { return *p; }
template <class T, class U, class V> static inline T mutant_swap (T *p, U old, V v)
{ const T was = *p; if (was == (T) old) *p = (T) v; return was; }
'''
# Which tests see which file: the device, the program, its tests, all if there are none; every how many of the
# combinations, and which variants of the engine, all of them if it is empty. The first that fails is the last.
CONFORMANCE, REPLICATES = 'test-conformance', 'test-cuda-replicates'


def conformance(variant, *tests):
    return [('plain', CONFORMANCE, tests, 4, variant), ('checked', CONFORMANCE, tests, 12, variant)]


REPLICATES_PLAN = [(kind, REPLICATES, (), 1, '') for kind in KINDS]
PLAN = {
    'keys.cuh': conformance('', 'sizes', 'sums', 'random-requests', 'blocks'),
    'tally-joint.cu': conformance('joint', 'sizes', 'orders', 'pairs', 'blocks'),
    'tally-sparse.cu': conformance('sparse', 'sizes', 'sums', 'one-after-another', 'blocks'),
    'tally-sums.cu': (conformance('joint', 'sums', 'random-requests', 'blocks')
                      + conformance('wide', 'sums', 'blocks')),
    'tally-tags.cu': conformance('joint', 'tags', 'blocks'),
    'tally-wide.cu': conformance('wide', 'sizes', 'orders', 'blocks'),
}


def plan_of(name):
    return PLAN.get(name, conformance('') if name.startswith('tally') else REPLICATES_PLAN)


def files():
    return sorted(name for name in os.listdir(kernels) if name.endswith(('.cu', '.cuh')) and name != 'kernels.cu')


Mutant = collections.namedtuple('Mutant', 'name number before after text')


def code_lines(text):
    """Numbers of the lines that are code: no comment, no preprocessor."""
    in_comment = False
    for number, line in enumerate(text.split('\n')):
        stripped = line.strip()
        starts = stripped.startswith('/*')
        if not (in_comment or starts or stripped.startswith('#') or not stripped or 'template <' in line
                or stripped.startswith('extern')):
            yield number
        if starts or in_comment:
            in_comment = '*/' not in stripped


def text_of(name, lines, number, after):
    """How equivalent.txt names a mutant: a short line goes with the one before."""
    before = lines[number].strip()
    context = lines[number - 1].strip() + ' ' if len(before) < 12 else ''
    return f'{name}: {context}{before} -> {context}{after.strip()}'


def find_mutants(names):
    mutants = []
    for name in names:
        text = open(os.path.join(kernels, name)).read()
        lines = text.split('\n')
        for number in code_lines(text):
            code = lines[number].split('/*')[0].rstrip()
            after = {code[:match.start()] + match.expand(put) + code[match.end():]
                     for pattern, put in RULES for match in re.finditer(pattern, code)}
            mutants += [Mutant(name, number, lines[number], changed, text_of(name, lines, number, changed))
                        for changed in sorted(after - {code})]
    return mutants


def read_equivalent():
    lines = [line.rstrip() for line in open(os.path.join(here, 'equivalent.txt'))]
    return {line for line in lines if line and not line.startswith(('#', ' '))}


# --- devices and tests ---------------------------------------------------------------------------------------------

class Bench:
    """Objects without a fault, and what tests take with them."""

    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.objects, self.limits = {}, {}
        self.units = [name for name in files() if name.endswith('.cu')]

    def compile(self, kind, unit, sources, to):
        """An object of one file's kernels, registered; False: it does not compile."""
        text = open(os.path.join(sources, unit)).read()
        names = re.findall(r'^KERNEL \((\w+)\)', open(os.path.join(kernels, 'kernels.def')).read(), re.M)
        names = [name for name in names if re.search(rf'^{name} \(', text, re.M)]
        registered = open(os.path.join(here, 'kernels.cpp')).read().split('\n#include "kernels/kernels.def"')[0]
        registered = registered.replace('kernels/kernels.cu', unit)
        code = HELPERS + registered + '\n' + '\n'.join(f'KERNEL ({name})' for name in names)
        command = ['g++', *FLAGS, *KINDS[kind], '-include', os.path.join(here, 'language.h'), '-I', sources,
                   '-x', 'c++', '-c', '-', '-o', to]
        return subprocess.run(command, input=code.encode(), stderr=subprocess.DEVNULL).returncode == 0

    def device(self, kind, objects, folder):
        # Meson's archives are thin: their objects lie in BUILD.
        os.makedirs(os.path.join(folder, kind), exist_ok=True)
        os.symlink('libcuda.so.1', os.path.join(folder, kind, 'libcublas.so.13'))
        runtime = os.path.join(self.build, f'tests/device/libdevice-{kind}.a')
        subprocess.run(['g++', '-shared', '-Wl,-s', '-Wl,-soname,libcuda.so.1', *objects,
                        '-Wl,--whole-archive', runtime, '-Wl,--no-whole-archive', '-ldl', '-lpthread',
                        '-o', os.path.join(folder, kind, 'libcuda.so.1')], check=True)

    def make(self, kind, folder, broken=None):
        """The device with the kernels of folder, of which one file is broken; False: it does not compile."""
        objects = []
        for unit in self.units:
            if broken in (None, unit) or f'#include "{broken}"' in open(os.path.join(kernels, unit)).read():
                objects.append(os.path.join(folder, f'{kind}-{unit}.o'))
                if not self.compile(kind, unit, os.path.join(folder, 'kernels'), objects[-1]):
                    return False
            else:
                objects.append(self.objects[kind, unit])
        self.device(kind, objects, folder)
        if broken is None:
            self.objects.update({(kind, unit): path for unit, path in zip(self.units, objects)})
        return True

    def run(self, step, folder, seconds):
        """How a step of the plan ends: '' without a fault."""
        kind, program, tests, share, variant = step
        env = dict(os.environ, LD_LIBRARY_PATH=os.path.join(folder, kind), ASSAY_TEST_ENGINE='cuda',
                   ASSAY_TEST_SHARE=str(share), ASSAY_TEST_VARIANT=variant, ASSAY_TEST_SEED='7',
                   ASSAY_DEVICES='2', ASSAY_DEVICE_ORDER='7', G_DEBUG='fatal-criticals')
        prefix = '/tally/' + program.removeprefix('test-')
        command = [os.path.join(self.build, 'tests/tally', program), '--tap']
        for test in tests:
            command += ['-p', f'{prefix}/{test}']
        process = subprocess.Popen(command, env=env, preexec_fn=lambda: set_limits(seconds),
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        waiting = threading.Timer(600, process.kill)
        waiting.start()
        ending = ''
        for line in process.stdout:
            if line.startswith((b'not ok', b'Bail out')) or b' differs: ' in line:
                ending = line.decode(errors='replace').strip()
                process.kill()
        waiting.cancel()
        return ending or (f'ends with {process.returncode}' if process.wait() != 0 else '')


def set_limits(seconds):
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def usage():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def prepare(bench, plans):
    """Devices without a fault, and what the steps of the plans take on them."""
    shutil.copytree(kernels, os.path.join(bench.folder, 'kernels'))
    for kind in KINDS:
        if not bench.make(kind, bench.folder):
            sys.exit(f'Bail out! the kernels do not compile for the {kind} device')
    for step in dict.fromkeys(step for plan in plans for step in plan):
        before = usage()
        ending = bench.run(step, bench.folder, 600)
        if ending:
            sys.exit(f'Bail out! without a fault {step}: {ending}')
        bench.limits[step] = int(5 + 3 * (usage() - before))
        print(f'# {" ".join((*step[:2], step[4], *step[2]))}: {usage() - before:.1f} s', flush=True)


def try_mutant(bench, mutant):
    """What found it, '' if nothing did; None: it does not compile."""
    with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
        shutil.copytree(kernels, os.path.join(folder, 'kernels'))
        path = os.path.join(folder, 'kernels', mutant.name)
        lines = open(path).read().split('\n')
        lines[mutant.number] = mutant.after
        open(path, 'w').write('\n'.join(lines))
        made = set()
        for step in plan_of(mutant.name):
            if step[0] not in made and not bench.make(step[0], folder, mutant.name):
                return None
            made.add(step[0])
            ending = bench.run(step, folder, bench.limits[step])
            if ending:
                return f'{step[0]}: {ending}'
    return ''


# --- what came out -------------------------------------------------------------------------------------------------

def try_all(bench, mutants, options):
    """(mutant, what found it) of all that were tried in time."""
    end = time.monotonic() + options.seconds
    tried = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        attempt = lambda mutant: try_mutant(bench, mutant) if time.monotonic() < end else None
        for mutant, found in zip(mutants, pool.map(attempt, mutants)):
            if found is None:
                continue
            tried.append((mutant, found))
            if not found:
                print(f'# not found: {mutant.text}', flush=True)
            elif options.verbose:
                print(f'# {found} finds line {mutant.number + 1} of {mutant.text}', flush=True)
    return tried


def print_counts(names, mutants, tried, left_out):
    heads = f'{"mutants":>8} {"equivalent":>11} {"tried":>6} {"found":>6} {"by checks":>10} {"survived":>9}'
    print(f'# {"file":22} {heads}')
    for name in names:
        of_file = [found for mutant, found in tried if mutant.name == name]
        n_all, n_left_out = (sum(mutant.name == name for mutant in some) for some in (mutants + left_out, left_out))
        print(f'# {name:22} {n_all:8} {n_left_out:11} {len(of_file):6} {sum(map(bool, of_file)):6}'
              f' {sum(found.startswith("checked") for found in of_file):10} {of_file.count(""):9}')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--file', action='append')
    parser.add_argument('--seconds', type=float, default=float('inf'))
    parser.add_argument('--share', type=float, default=95)
    parser.add_argument('--seed', type=int, default=random.randrange(1 << 30))
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--verbose', action='store_true')
    options = parser.parse_args()
    names = options.file or files()
    equivalent = read_equivalent()
    every = find_mutants(names)
    left_out = [mutant for mutant in every if mutant.text in equivalent]
    mutants = [mutant for mutant in every if mutant.text not in equivalent]
    stale = {text for text in equivalent if text.split(':')[0] in names} - {mutant.text for mutant in left_out}
    print(f'1..1\n# seed {options.seed}: {len(mutants)} mutants, {len(left_out)} more compute the same', flush=True)
    for text in sorted(stale):
        print(f'# equivalent.txt: no such mutant: {text}')
    order = random.Random(options.seed).sample(mutants, len(mutants))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.abspath(options.build), folder)
        prepare(bench, [plan_of(name) for name in names])
        tried = try_all(bench, order, options)
    print_counts(names, mutants, tried, left_out)
    n_found = sum(bool(found) for _, found in tried)
    share = 100 * n_found / max(len(tried), 1)
    print(f'# {n_found} of {len(tried)} mutants found, {share:.1f} %')
    print(f'{"ok" if len(tried) > 0 and share >= options.share and not stale else "not ok"} 1 /device/mutants')


main()
