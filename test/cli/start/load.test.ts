/** Starting the program: its compiled code, and complete output. */
import { spawn } from 'node:child_process'
import { cpSync, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Ran, root, run, temporaryFolder, temporaryProject } from '../../setup.ts'

const page = (text: string): string => `# One\n\n\`\`\`yaml\nalert: One\nexpr: up == 0\n\`\`\`\n\n${text}\n`

/** The tool in its own folder, without stored code. */
function freshTool(): string {
  const folder = temporaryFolder()
  cpSync(join(root, 'lib'), join(folder, 'lib'), {
    recursive: true,
    filter: (path) => !path.endsWith('.code'),
  })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return join(folder, 'lib')
}

const kept = (tool: string): string[] => readdirSync(tool).filter((name) => name.endsWith('.code'))

test('code is kept after each of three runs that did something, and never again', async () => {
  const tool = freshTool()
  const project = temporaryProject({ 'runbooks/one.md': page('') })
  const build = (): Promise<Ran> => run(process.execPath, [join(tool, 'cli.js'), 'build', '--root', project])
  const expected = [1, 2, 3, 3]
  for (const runs of expected) {
    writeFileSync(join(project, 'runbooks/one.md'), page(`${Math.random()}`))
    expect(await build()).toMatchObject({ code: 0, err: '' })
    expect(kept(tool)).toEqual([expect.stringMatching(new RegExp(`^main\\..*\\.${runs}\\.code$`))])
    // A run with nothing to do stores no code.
    const names = kept(tool)
    expect((await build()).out).toContain('nothing changed')
    expect(kept(tool)).toEqual(names)
  }
})

test('a command that uses another part of the program keeps code of its own', async () => {
  const tool = freshTool()
  const project = temporaryProject({ 'runbooks/one.md': page('') })
  const names: string[] = []
  for (const command of ['check', 'check', 'check', 'check', 'build', 'build']) {
    writeFileSync(join(project, 'runbooks/one.md'), page(`${Math.random()}`))
    const args = [join(tool, 'cli.js'), command, '--root', project]
    expect(await run(process.execPath, args)).toMatchObject({ err: '' })
    names.push(
      kept(tool)
        .map((name) => name.replace(/^main\.(\w+)\..*\.(\d)\.code$/, '$1 $2'))
        .join(),
    )
  }
  expect(names).toEqual(['check 1', 'check 2', 'check 3', 'check 3', 'build 1,check 3', 'build 2,check 3'])
})

test('the code of a check of a rule file is small: it has a script of its own', async () => {
  const tool = freshTool()
  const project = temporaryProject({ 'runbooks/one.md': page('') })
  await run(process.execPath, [join(tool, 'cli.js'), 'build', '--root', project])
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'rules.yml'), 'groups: []\n')
  const check = await run(process.execPath, [join(tool, 'cli.js'), 'check', 'rules.yml'], { cwd: folder })
  expect(check).toMatchObject({ code: 0 })
  const [own, builds] = kept(tool).sort()
  expect([own, builds]).toEqual([
    expect.stringMatching(/^check\.check\..*\.1\.code$/),
    expect.stringMatching(/^main\.build\..*\.1\.code$/),
  ])
  expect(readFileSync(join(tool, own!)).length).toBeLessThan(
    (readFileSync(join(tool, builds!)).length * 3) / 4,
  )
})

test('kept code that is damaged is none', async () => {
  const tool = freshTool()
  const project = temporaryProject({ 'runbooks/one.md': page('') })
  const build = (): Promise<Ran> =>
    run(process.execPath, [join(tool, 'cli.js'), 'build', '--root', project, '--no-cache'])
  await build()
  const path = join(tool, kept(tool)[0]!)
  const whole = readFileSync(path)
  const flipped = Buffer.from(whole)
  flipped[whole.length >> 2]! ^= 1
  for (const damaged of [flipped, whole.subarray(0, 5_000), Buffer.from('no code'), Buffer.alloc(0)]) {
    for (const name of kept(tool)) writeFileSync(join(tool, name), damaged)
    expect(await build()).toMatchObject({ code: 0, err: '' })
  }
})

const cli = join(root, 'lib/cli.js')

/** A project whose findings fill many buffers. */
function noisyProject(): string {
  const files = Array.from({ length: 60 }, (_, index): [string, string] => [
    `runbooks/page${index}.md`,
    `# Page ${index}\n\n${'[gone](gone.md) '.repeat(60)}\n`,
  ])
  return temporaryProject(Object.fromEntries([...files, ['runbooks/one.md', page('')]]))
}

test('a long report arrives whole: in a pipe that is read late, and in a file', async () => {
  const project = noisyProject()
  const args = [cli, 'check', '--root', project, '--no-cache', '--format', 'json']
  const whole = await run(process.execPath, args)
  expect(whole.out.length).toBeGreaterThan(1_000_000)
  JSON.parse(whole.out)

  const late = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  let out = ''
  for await (const chunk of late.stdout) out += chunk
  expect(out === whole.out).toBe(true)

  const path = join(temporaryFolder(), 'out.json')
  const file = spawn(process.execPath, args, { stdio: ['ignore', openSync(path, 'w'), 'inherit'] })
  await new Promise((resolve) => file.on('exit', resolve))
  expect(readFileSync(path, 'utf8') === whole.out).toBe(true)
})

test('a reader that has seen enough is no error', async () => {
  const { code, out, err } = await run('sh', [
    '-c',
    `'${process.execPath}' '${cli}' check --root '${noisyProject()}' --no-cache --format json | head -c 100`,
  ])
  expect({ code, err, length: out.length }).toEqual({ code: 0, err: '', length: 100 })
})
