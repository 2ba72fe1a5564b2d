import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PresetStore } from '#bot/ports/presets.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { owner, serviceOver } from '#test/contract/preset-service.ts';

/** Every way in which a style comes, changes and goes. */
const ACTS = ['create', 'edit', 'remove', 'undo', 'import', 'default', 'role', 'restore'] as const;

/** What styles of different servers keep to, whatever they are stored in. `open` gives an empty store. */
export function presetIsolationContract(
  name: string,
  open: () => Promise<{ readonly presets: PresetStore; close(): Promise<void> }>,
) {
  it(`${name} never see each other’s styles, whatever happens in them`, async () => {
    const { presets, close } = await open();
    const service = serviceOver(presets);
    let runs = 0;
    const act = fc.record({ act: fc.constantFrom(...ACTS), name: fc.constantFrom('ink', 'oil') });
    const lives = fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      const [busy, quiet] = [`busy-${++runs}`, `quiet-${runs}`];
      await service.create(owner(quiet), { name: 'oil', description: quiet, steps: 4 });
      const before = await service.styles(quiet);
      for (const { act, name } of acts) await doOne(service, busy, { act, name });
      expect(await service.styles(quiet)).toEqual(before);
      const told = await service.versions(quiet, 'oil', { isModerator: true });
      expect(told.map(({ version, preset }) => [version, preset?.serverId])).toEqual([[1, quiet]]);
      for (const { preset } of await presets.versions(busy, 'oil')) expect(preset?.serverId ?? busy).toBe(busy);
      for (const { description } of (await service.styles(busy)).styles) expect(description).toBe(busy);
      for (const { value } of await service.complete(busy, 'own-style', {
        typed: '',
        language: 'en',
        reader: { isModerator: true },
      }))
        expect(await presets.get(busy, value)).not.toBeNull();
      const own = (await presets.list(busy)).map(({ serverId }) => serverId);
      expect(own.every((serverId) => serverId === busy)).toBe(true);
    });
    await fc.assert(lives, { numRuns: 30 });
    await close();
  });
}

/** Does it in a server; what is refused there changes nothing anywhere. */
async function doOne(
  service: PresetService,
  serverId: string,
  { act, name }: { readonly act: (typeof ACTS)[number]; readonly name: string },
): Promise<void> {
  const asker = owner(serverId);
  const description = serverId;
  const acts: Record<(typeof ACTS)[number], () => Promise<unknown>> = {
    create: () => service.create(asker, { name, description }),
    edit: () => service.edit(asker, name, { steps: 9 }),
    remove: () => service.remove(asker, name),
    undo: () => service.undo(asker, name),
    import: () => service.importStyles(asker, [{ name, description }]),
    default: () => service.setDefault(asker, name),
    role: () => service.setRole(asker, name, { id: 'r', name: 'Inkers', may: true }),
    restore: () => service.restore(asker, name, 1),
  };
  await acts[act]().catch((thrown: unknown) => expect(thrown).toMatchObject({ name: 'Failure' }));
}
