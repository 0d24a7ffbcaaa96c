/* Stands for the app's two programs where the installer is tried: it writes down how it was called.
   "--hold" goes on running, as an app does that will not quit. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

int main(int count, char **arguments)
{
    FILE *calls = fopen("C:\\calls.txt", "a");
    if (calls == NULL)
        return 1;
    fprintf(calls, "%s\n", GetCommandLineA());
    fclose(calls);
    if (count > 1 && strcmp(arguments[1], "--hold") == 0)
        Sleep(120 * 1000);
    return 0;
}
