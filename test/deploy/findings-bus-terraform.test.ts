/** Findings that are taken from one bus and then from the other: Terraform would take the rule away before it makes the new one. */
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { asRoot } from '../support/modules.ts';
import { needs } from '../support/needs.ts';
import { terraformRoot } from '../support/terraform.ts';

const main = (customBus: boolean) => `
provider "aws" {
  region = "us-east-1"
}

module "findings" {
  source     = "./modules/guardduty-findings"
  custom_bus = ${customBus}
}
`;

type Plan = { resource_changes: { address: string; change: { actions: string[] } }[] };

needs(['terraform', 'moto'], 'the module guardduty-findings', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator?.stop());

  test('switches the bus with a rule for findings at every moment', async () => {
    const root = terraformRoot({ emulator, files: { 'main.tf': main(false) }, modules: asRoot('guardduty-findings').modules });
    try {
      await root.init();
      await root.apply();
      for (const customBus of [true, false]) {
        root.write({ 'main.tf': main(customBus) });
        const { resource_changes: changes } = (await root.planJson()) as Plan;
        const [rule, target] = ['rule', 'target'].map((kind) =>
          changes.find(({ address }) => address === `module.findings.aws_cloudwatch_event_${kind}.findings`),
        );
        expect([rule, target].map((each) => each?.change.actions)).toEqual([
          ['create', 'delete'],
          ['create', 'delete'],
        ]);
        const { stdout } = await root.apply();
        const done = stdout.split('\n').filter((line) => /(Creation|Destruction) complete/.test(line));
        const at = (what: string) => done.findIndex((line) => line.includes(`aws_cloudwatch_event_target.${what} complete`));
        const [made, gone] = [at('findings: Creation'), at('findings: Destruction')];
        expect(made).toBeGreaterThan(-1);
        expect(gone).toBeGreaterThan(made);
        // What forwards to the new bus is there before the default bus is left, and stays until it is served again.
        if (customBus) expect(at('bus_forwarding[0]: Creation')).toBeLessThan(gone);
        else expect(at('bus_forwarding[0]: Destruction')).toBeGreaterThan(made);
      }
    } finally {
      root.remove();
    }
  }, 240_000);
});
