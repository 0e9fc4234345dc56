"""What holds for all tests: Hypothesis tries the same examples on every machine and every day, however slow it is."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "the_same_every_time",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("the_same_every_time")
