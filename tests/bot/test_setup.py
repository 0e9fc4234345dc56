from bot.setup import COMMANDS, menu, set_menu
from knowledge.load import load
from tests.fakes import FakeBotApi


async def test_the_menu_is_set_when_it_differs_and_left_alone_when_it_does_not() -> None:
    api, knowledge = FakeBotApi(menu={"start": "An old description"}), load()

    changed = [await set_menu(api, knowledge) for _ in range(2)]

    assert changed == [True, False]
    assert api.menus_set == 1
    assert tuple(api.menu) == COMMANDS


async def test_another_order_of_the_same_commands_is_a_difference() -> None:
    knowledge = load()
    api = FakeBotApi(menu=dict(reversed(list(menu(knowledge).items()))))

    assert await set_menu(api, knowledge)


def test_every_description_fits_telegrams_menu() -> None:
    assert all(1 <= len(text) <= 256 for text in menu(load()).values())
