package io.ttdust.bootstrap;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The rules that keep the core pure and the adapters apart. Each has a test that shows it failing on a class that
/// breaks it (package `io.ttdust.…violation` of the test tree), because a rule over nothing passes too.
class ArchitectureTest {

    private static final String[] CORE = {"io.ttdust.domain..", "io.ttdust.application.."};

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar")) // contracts and fakes, packed
            .importPackages("io.ttdust");

    private static final ArchRule DEPENDENCIES_POINT_INWARDS = noClasses()
            .that()
            .resideInAPackage("io.ttdust.domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ttdust.application..", "io.ttdust.adapters..", "io.ttdust.bootstrap..")
            .orShould()
            .dependOnClassesThat(not(resideInAnyPackage("io.ttdust..")).and(outsideTheJdk()));

    private static final ArchRule CORE_KNOWS_ONLY_THE_JDK = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat(outsideTheJdk().and(not(resideInAnyPackage(CORE))));

    private static final ArchRule CORE_DOES_NO_INPUT_OR_OUTPUT = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..", "javax.sql..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder");

    private static final ArchRule CORE_READS_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");

    private static final ArchRule CORE_DRAWS_NO_RANDOMNESS = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random");

    private static final ArchRule PORTS_ARE_THE_ONLY_INTERFACES = classes()
            .that()
            .resideInAPackage("io.ttdust.application..")
            .and()
            .areInterfaces()
            .and(not(simpleName("package-info")))
            .and()
            .arePublic()
            .should()
            .resideInAPackage("io.ttdust.application.port..");

    private static final ArchRule ADAPTERS_DO_NOT_KNOW_EACH_OTHER = SlicesRuleDefinition.slices()
            .matching("io.ttdust.adapters.(*)..")
            .should()
            .notDependOnEachOther();

    private static final ArchRule ADAPTERS_DO_NOT_KNOW_THE_PROGRAM = noClasses()
            .that()
            .resideInAPackage("io.ttdust.adapters..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.ttdust.bootstrap..");

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> outsideTheJdk() {
        return not(resideInAnyPackage("java..", "javax.crypto..", "jdk.jfr..", "org.jspecify.annotations.."));
    }

    @Test
    void sawEveryLayer() { // an importer that cannot read these class files imports nothing, and rules may then pass
        Set<String> layers = CLASSES.stream()
                .map(type -> type.getPackageName().split("\\.", -1)[2])
                .collect(Collectors.toSet());

        assertThat(layers).contains("domain", "application", "adapters", "bootstrap");
        assertThat(CLASSES.stream()
                        .filter(type -> type.getPackageName().startsWith("io.ttdust.adapters."))
                        .map(type -> type.getPackageName().split("\\.", -1)[3]))
                .contains(
                        "wal", "jsonschema", "postgres", "embedded", "objects", "parquet", "grpc", "rest", "telemetry");
    }

    @Test
    void dependenciesPointInwards() {
        DEPENDENCIES_POINT_INWARDS.check(CLASSES);
    }

    @Test
    void coreKnowsOnlyTheJdk() {
        CORE_KNOWS_ONLY_THE_JDK.check(CLASSES);
        assertFindsViolation(CORE_KNOWS_ONLY_THE_JDK);
    }

    @Test
    void coreDoesNoInputOrOutput() {
        CORE_DOES_NO_INPUT_OR_OUTPUT.check(CLASSES);
        assertFindsViolation(CORE_DOES_NO_INPUT_OR_OUTPUT);
    }

    @Test
    void coreReadsNoClock() {
        CORE_READS_NO_CLOCK.check(CLASSES);
        assertFindsViolation(CORE_READS_NO_CLOCK);
    }

    @Test
    void coreDrawsNoRandomness() {
        CORE_DRAWS_NO_RANDOMNESS.check(CLASSES);
        assertFindsViolation(CORE_DRAWS_NO_RANDOMNESS);
    }

    @Test
    void portsAreTheOnlyPublicInterfacesOfTheApplication() {
        PORTS_ARE_THE_ONLY_INTERFACES.check(CLASSES);
        assertFindsViolation(PORTS_ARE_THE_ONLY_INTERFACES);
    }

    @Test
    void adaptersDoNotKnowEachOther() {
        ADAPTERS_DO_NOT_KNOW_EACH_OTHER.check(CLASSES);
        assertFindsViolation(ADAPTERS_DO_NOT_KNOW_EACH_OTHER);
    }

    @Test
    void adaptersDoNotKnowTheProgram() {
        ADAPTERS_DO_NOT_KNOW_THE_PROGRAM.check(CLASSES);
        assertFindsViolation(ADAPTERS_DO_NOT_KNOW_THE_PROGRAM);
    }

    private static void assertFindsViolation(ArchRule rule) {
        JavaClasses broken = new ClassFileImporter()
                .importPackages(
                        "io.ttdust.application.violation",
                        "io.ttdust.adapters.first.violation",
                        "io.ttdust.adapters.second.violation");
        assertThatThrownBy(() -> rule.check(broken)).isInstanceOf(AssertionError.class);
    }
}
