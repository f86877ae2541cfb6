package dev.imago.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a manager of its own and can tell whether work leaves native arrays behind.
 *
 * <pre>{@code
 * @RegisterExtension final NoLeakExtension leaks = new NoLeakExtension();
 *
 * @Test
 * void a_step_leaves_nothing() {
 *     leaks.assertSteady(() -> step(leaks.manager()));
 * }
 * }</pre>
 */
public final class NoLeakExtension implements BeforeEachCallback, AfterEachCallback {
    private static final int REPEATS = 3;

    private NDManager manager;

    @Override
    public void beforeEach(ExtensionContext context) {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    /** The test's manager; closed after it. */
    public NDManager manager() {
        return manager;
    }

    /** Arrays that live under the test's manager now. */
    public int live() {
        return manager.getManagedArrays().size();
    }

    /** Runs work once, to fill caches, then again, and fails if more arrays live afterwards. */
    public void assertSteady(Runnable work) {
        work.run();
        int once = live();
        for (int i = 0; i < REPEATS; i++) {
            work.run();
        }
        assertThat(live()).as("live arrays after %d more runs", REPEATS).isEqualTo(once);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        manager.close();
    }
}
