#!/usr/bin/env python3
"""Each row: what one executable left in Meson's log, and how it must be counted. Speaks TAP."""
import json
import os
import subprocess
import sys
import tempfile

EXPECTED_SKIPS = '# a comment\n/gpu/*  needs a device\n'
PASSES = '# random seed: R02\n1..2\n# Start of a tests\nok 1 /a/one\nok 2 /a/two\n# End of a tests\n'

# name, [(stdout, Meson's result, exit status)], (passed, failed, skipped), text that must be printed
CASES = [
    ('every case passes', [(PASSES, 'OK', 0)], (2, 0, 0), ''),
    ('two executables add up', [(PASSES, 'OK', 0), (PASSES, 'OK', 0)], (4, 0, 0), ''),
    ('one case fails', [('1..2\nnot ok /a/one - assertion\nok 2 /a/two\n', 'FAIL', 1)], (1, 1, 0), 'FAILED /a/one'),
    ('a crash owes the rest of its plan', [('1..4\nok 1 /a/one\n', 'ERROR', -11)], (1, 3, 0), 'ended by signal 11'),
    ('a crash before the plan', [('', 'ERROR', -6)], (0, 1, 0), 'ended by signal 6'),
    ('a crash after the last case', [(PASSES, 'ERROR', -11)], (2, 1, 0), 'ended by signal 11'),
    ('a sanitizer ends it after the last case', [(PASSES, 'ERROR', 1)], (2, 1, 0), 'exit status 1'),
    ('out of time', [('1..2\nok 1 /a/one\n', 'TIMEOUT', -15)], (1, 1, 0), 'ran out of time'),
    ('an early exit with status 0', [('1..3\nok 1 /a/one\n', 'OK', 0)], (1, 2, 0), 'did not report'),
    ('bail out', [('1..1\nBail out! no memory\n', 'ERROR', 1)], (0, 2, 0), 'Bail out! no memory'),
    ('a listed skip', [('1..2\nok 1 /gpu/copy # SKIP no device\nok 2 /a/two\n', 'OK', 0)], (1, 0, 1),
     'skipped /gpu/copy: no device'),
    ('a skip not listed', [('1..2\nok 1 /a/one # SKIP too slow\nok 2 /a/two\n', 'OK', 0)], (1, 1, 0), 'too slow'),
    ('an unfinished case is a skip', [('1..2\nok 1 /a/one # TODO later\nok 2 /a/two\n', 'OK', 0)], (1, 1, 0), 'later'),
    ('a name with a hash', [('1..1\nok 1 /a/#1\n', 'OK', 0)], (1, 0, 0), ''),
    ('only skips is no pass', [('1..1\nok 1 /gpu/copy # SKIP no device\n', 'SKIP', 0)], (0, 1, 1), 'no test passed'),
    ('an empty plan', [('1..0\n', 'SKIP', 0)], (0, 1, 0), 'no test ran'),
    ('no TAP: passed', [('fine\n', 'OK', 0)], (1, 0, 0), ''),
    ('no TAP: failed', [('bad\n', 'FAIL', 3)], (0, 1, 0), 'exit status 3'),
    ('no TAP: skipped, not listed', [(PASSES, 'OK', 0), ('no device\n', 'SKIP', 77)], (2, 1, 0), 'no device'),
    ('nothing ran', [], (0, 1, 0), 'no test ran'),
]


def count(script, folder, tests):
    log, expected = os.path.join(folder, 'log.json'), os.path.join(folder, 'expected')
    with open(expected, 'w', encoding='utf-8') as out:
        out.write(EXPECTED_SKIPS)
    with open(log, 'w', encoding='utf-8') as out:
        for number, (stdout, result, status) in enumerate(tests):
            out.write(json.dumps({'name': f'test-{number}', 'stdout': stdout, 'result': result,
                                  'returncode': status, 'duration': 1.0}) + '\n')
    return subprocess.run([sys.executable, script, '--expected', expected, log], capture_output=True, text=True)


def differs(run, numbers, text):
    last = '%d passed, %d failed, %d skipped' % numbers
    if not run.stdout.endswith('\n') or run.stdout.splitlines()[-1] != last:
        return f'last line: expected {last}, found {run.stdout!r} {run.stderr!r}'
    if (run.returncode == 0) != (numbers[1] == 0):
        return f'exit status {run.returncode} with {numbers[1]} failed'
    return None if text in run.stdout else f'{text!r} is not in {run.stdout!r}'


def missing_log(script, folder):
    run = subprocess.run([sys.executable, script, '--expected', os.devnull, os.path.join(folder, 'none.json')],
                         capture_output=True, text=True)
    return differs(run, (0, 1, 0), 'no log of a finished run')


def main():
    script = sys.argv[1]
    print(f'1..{len(CASES) + 1}', flush=True)
    with tempfile.TemporaryDirectory() as folder:
        reasons = [(name, differs(count(script, folder, tests), numbers, text)) for name, tests, numbers, text in CASES]
        reasons.append(('a missing log', missing_log(script, folder)))
    for number, (name, why) in enumerate(reasons, 1):
        print(f'{"not " if why else ""}ok {number} /setup/count-tests/{name.replace(" ", "-").replace(":", "").replace(",", "")}')
        if why:
            print(f'# {why}')
    return 1 if any(why for _, why in reasons) else 0


if __name__ == '__main__':
    sys.exit(main())
