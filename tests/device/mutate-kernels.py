#!/usr/bin/env python3
"""Breaks the kernels one place at a time and counts what the tests on the software device find.

    mutate-kernels.py BUILD [--seconds N] [--share PERCENT] [--seed N]

Every barrier, atomic, bound, index and shift of kernels/*.cu and *.cuh is deleted, weakened or moved by one. A mutant is
compiled for the plain and the checked device, linked with their run-times from BUILD, and put before the conformance test,
or the one of replicates, checked first. It counts as found when a test fails, or takes longer than three times what it takes without a fault.
equivalent.txt lists mutants that compute the same, each with its reason; they are left out, and so are the thresholds of
Poisson weights, where >= and > differ for one word in 2^32. --seconds takes a sample in an
order drawn from the seed, which is printed. Speaks TAP: one test, which fails below PERCENT (95) found.
"""
import argparse, os, random, re, shutil, subprocess, sys, tempfile, time

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
FLAGS = ['-std=gnu++20', '-fPIC', '-fvisibility=hidden', '-fno-gnu-unique', '-fno-extern-tls-init', '-w']
KINDS = {'checked': ['-O1', '-DASSAY_DEVICE_CHECKED', '-fsanitize=thread,alignment,bounds,shift,integer-divide-by-zero'],
         'plain': ['-O2']}
# What is looked for in a line of code, and what is put in its place.
RULES = [
    (r'__syncthreads \(\);', ';'),
    (r'atomicAdd \(&(\w+\[.+\]), (.+)\);$', r'\1 += \2;'),
    (r'atomicAdd \(&(\w+\[.+\]), (.+)\);$', ';'),
    (r'atomicAdd \((\w+), 1ull\)', r'(*\1)++'),
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
    (r'\[(\w+)\]', r'[\1 + 1]'),
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


def find_mutants():
    known = set()
    path = os.path.join(here, 'equivalent.txt')
    if os.path.exists(path):
        for line in open(path):
            if line.strip() and not line.startswith('#') and not line.startswith(' '):
                known.add(line.strip())
    mutants, n_left_out = [], 0
    for name in sorted(os.listdir(os.path.join(root, 'kernels'))):
        if not name.endswith(('.cu', '.cuh')):
            continue
        text = open(os.path.join(root, 'kernels', name)).read()
        lines = text.split('\n')
        for number in code_lines(text):
            for pattern, put in RULES:
                for match in re.finditer(pattern, lines[number]):
                    changed = lines[number][:match.start()] + match.expand(put) + lines[number][match.end():]
                    if changed == lines[number] or '(word >=' in lines[number]:
                        continue
                    if f'{name}: {lines[number].strip()} -> {changed.strip()}' in known:
                        n_left_out += 1
                        continue
                    mutants.append((name, number, lines[number], changed))
    return mutants, n_left_out


def run_test(build, device, kind, limit, of_replicates):
    env = dict(os.environ, LD_LIBRARY_PATH=device, ASSAY_TEST_ENGINE='cuda', ASSAY_DEVICES='2',
               ASSAY_TEST_SHARE='9' if kind == 'checked' else '2', ASSAY_TEST_SEED='7', ASSAY_DEVICE_ORDER='7',
               G_DEBUG='fatal-criticals')
    test = 'test-cuda-replicates' if of_replicates else 'test-conformance'
    try:
        done = subprocess.run([os.path.join(build, 'tests/tally', test), '--tap'], env=env, timeout=limit,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0 or b'\nnot ok' in done.stdout


def make_device(build, folder, kind):
    """The device with the kernels of folder; None: they do not compile."""
    device = os.path.join(folder, kind)
    os.makedirs(device, exist_ok=True)
    objects = os.path.join(device, 'kernels.o')
    compile = ['g++', *FLAGS, *KINDS[kind], '-include', os.path.join(here, 'language.h'), '-I', folder, '-c',
               os.path.join(here, 'kernels.cpp'), '-o', objects]
    if subprocess.run(compile, stderr=subprocess.DEVNULL).returncode:
        return None
    # Meson's archives are thin: their objects lie in BUILD.
    subprocess.run(['g++', '-shared', '-Wl,-soname,libcuda.so.1', '-o', os.path.join(device, 'libcuda.so.1'), objects,
                    '-Wl,--whole-archive', os.path.join(build, f'tests/device/libdevice-{kind}.a'), '-Wl,--no-whole-archive',
                    '-ldl', '-lpthread'], check=True)
    blas = os.path.join(device, 'libcublas.so.13')
    if not os.path.islink(blas):
        os.symlink('libcuda.so.1', blas)
    return device


def is_found(build, mutant, limits):
    """None: the mutant does not compile."""
    name, number, _, changed = mutant
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(root, 'kernels'), os.path.join(folder, 'kernels'))
        path = os.path.join(folder, 'kernels', name)
        lines = open(path).read().split('\n')
        lines[number] = changed
        open(path, 'w').write('\n'.join(lines))
        for kind in KINDS:
            device = make_device(build, folder, kind)
            if device is None:
                return None
            if run_test(build, device, kind, limits[kind], name.startswith(('replicate', 'poisson'))):
                return True
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--seconds', type=float, default=float('inf'))
    parser.add_argument('--share', type=float, default=95)
    parser.add_argument('--seed', type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    mutants, n_left_out = find_mutants()
    print(f'1..1\n# seed {options.seed}: {len(mutants)} mutants, {n_left_out} more compute the same', flush=True)
    random.Random(options.seed).shuffle(mutants)
    limits = {}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(root, 'kernels'), os.path.join(folder, 'kernels'))
        for kind in KINDS:
            device, start = make_device(build, folder, kind), time.monotonic()
            if run_test(build, device, kind, 600, False) or run_test(build, device, kind, 600, True):
                sys.exit(f'Bail out! without a fault the test fails on the {kind} device')
            limits[kind] = 10 + 3 * (time.monotonic() - start)
    n_found = n_tried = 0
    end = time.monotonic() + options.seconds
    for mutant in mutants:
        if time.monotonic() > end:
            break
        found = is_found(build, mutant, limits)
        if found is None:
            continue
        n_tried += 1
        n_found += found
        if not found:
            name, number, before, after = mutant
            print(f'# not found: {name}:{number + 1}: {before.strip()} -> {after.strip()}', flush=True)
    share = 100 * n_found / max(n_tried, 1)
    print(f'# {n_found} of {n_tried} mutants found, {share:.1f} %')
    print(f'{"ok" if n_tried > 0 and share >= options.share else "not ok"} 1 /device/mutants')


main()
