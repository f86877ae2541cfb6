package dev.imago.runtime.cli;

/** How to run on an NVIDIA GPU: Maven Central has no libtorch with CUDA. */
final class GpuAdvice {
    private GpuAdvice() {}

    /**
     * @param libtorch the version that the engine is built against
     * @param djl the engine's version
     */
    static String text(String libtorch, String djl) {
        return """
                To use the GPU, point Imago at an installed PyTorch of exactly this version:
                  pip install torch==LIBTORCH
                  PYTORCH_LIBRARY_PATH=SITE-PACKAGES/torch/lib PYTORCH_VERSION=LIBTORCH \\
                    PYTORCH_FLAVOR=cu128 imago doctor
                In a service the same variables do; the bridge to CUDA comes with this dependency:
                  <dependency>
                    <groupId>ai.djl.pytorch</groupId>
                    <artifactId>pytorch-jni</artifactId>
                    <version>LIBTORCH-DJL</version>
                    <scope>runtime</scope>
                  </dependency>"""
                .replace("LIBTORCH", libtorch)
                .replace("DJL", djl);
    }
}
