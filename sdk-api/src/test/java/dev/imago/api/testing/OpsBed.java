package dev.imago.api.testing;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.imago.api.nn.Ops;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a manager and kernels of its own, and closes them after it. */
public abstract class OpsBed {
    /** Owns the test's arrays. */
    protected NDManager manager;

    /** On the manager's device. */
    protected Ops ops;

    @BeforeEach
    final void openEngine() {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        ops = new Ops(manager);
    }

    @AfterEach
    final void closeEngine() {
        ops.close();
        manager.close();
    }
}
