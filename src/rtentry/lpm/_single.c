/*
 * One lookup from Python, compiled: text, octets or a number -> the value of its slot;
 * and read_prefix: text -> IP version, address, length.
 *
 * The base of rtentry.lpm.index.Index.  It reads the arrays of its tries while they are
 * attached.  Whatever it does not know - a table that is not attached, prefixes longer
 * than a trie looks, what is no address - it hands to look_up(address), which does the
 * same in Python.
 * Limited API of Python 3.11: one build is for all later versions.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#define LEVELS 16 /* more than any layout has */
#define NEAR 16   /* bits of an IPv4 address behind those that near looks at */
#define TEXT 46   /* octets of the longest text of an address */

#define NONE 255
#define TEN(n) n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7, n + 8, n + 9
#define LETTERS 10, 11, 12, 13, 14, 15
#define NO8 NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE
#define NO16 NO8, NO8
#define NO64 NO16, NO16, NO16, NO16

/* The value of each hexadecimal digit. */
static const unsigned char HEX[256] = {
    NO16, NO16, NO16, TEN(0), NONE, NONE, NONE, NONE, NONE, NONE,
    NONE, LETTERS, NONE, NO8, NO16, NONE, LETTERS, NONE, NO8, NO16, NO64, NO64,
};

/* The arrays of one IP version; what their fields mean: rtentry/lpm/trie.py. */
typedef struct {
    int attached, wide, count;
    uint64_t block, tail, unit;
    unsigned char shift[LEVELS];
    uint64_t mask[LEVELS];
    Py_buffer top, low, near; /* near: of no octets = not there */
} Table;

typedef struct {
    PyObject_HEAD
    PyObject *values; /* list: value of each slot; NULL = nothing is attached */
    Table tables[2];  /* IPv4, IPv6 */
} Single;

static uint64_t entry(const Table *t, const Py_buffer *cells, uint64_t at)
{
    return t->wide ? ((const uint32_t *)cells->buf)[at]
                   : ((const uint16_t *)cells->buf)[at];
}

/* The slot of an address; the table's tail if Python has to look. */
static uint64_t find(const Table *t, uint64_t addr)
{
    if (t->near.len && !((const char *)t->near.buf)[addr >> NEAR])
        return 0;
    uint64_t slot = entry(t, &t->top, addr >> t->shift[0]);
    for (int i = 1; i < t->count && slot >= t->block; i++)
        slot = entry(t, &t->low,
                     (slot - t->block) * t->unit + (addr >> t->shift[i] & t->mask[i]));
    return slot;
}

static PyObject *slow(Single *self, PyObject *address)
{
    return PyObject_CallMethod((PyObject *)self, "look_up", "(O)", address);
}

static PyObject *look(Single *self, int which, uint64_t addr, PyObject *address)
{
    const Table *t = &self->tables[which];
    if (t->attached) {
        uint64_t slot = find(t, addr);
        if (slot != t->tail) {
            PyObject *value = PyList_GetItem(self->values, (Py_ssize_t)slot);
            Py_XINCREF(value);
            return value;
        }
    }
    return slow(self, address);
}

static uint64_t upper(const unsigned char *octets)
{
    uint64_t found = 0;
    for (int i = 0; i < 8; i++)
        found = found << 8 | octets[i];
    return found;
}

static uint64_t four(const unsigned char *octets)
{
    return (uint64_t)octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3];
}

/* Four numbers of one to three digits; what stands behind; NULL = it is not so written. */
static const char *four_of(const char *text, uint64_t *addr)
{
    uint64_t found = 0;
    for (int octets = 0; octets < 4; octets++) {
        unsigned number = (unsigned char)(*text - '0');
        if (number > 9)
            return NULL;
        for (text++; (unsigned char)(*text - '0') <= 9 && number; text++)
            if ((number = number * 10 + (unsigned)(*text - '0')) > 255)
                return NULL;
        if (octets < 3 && *text++ != '.')
            return NULL;
        found = found << 8 | number;
    }
    *addr = found;
    return text;
}

/* Eight groups of one to four digits, no "::"; 0 = it is not written so. */
static int six_of(const char *text, uint64_t *addr)
{
    uint64_t halves[2] = {0, 0};
    for (int groups = 0; groups < 8; groups++) {
        unsigned number = 0, digit;
        int digits = 0;
        for (; (digit = HEX[(unsigned char)*text]) != NONE; text++, digits++)
            number = number << 4 | digit;
        if (!digits || digits > 4 || *text++ != (groups < 7 ? ':' : 0))
            return 0;
        halves[groups / 4] = halves[groups / 4] << 16 | number;
    }
    *addr = halves[0];
    return 1;
}

/* The first 64 bits of an address of IPv6, or one of IPv4: 6, 4; 0 = it is none. */
static int read_text(const char *text, size_t size, uint64_t *addr)
{
    unsigned char octets[16];
    const char *end = four_of(text, addr);
    if (end && !*end)
        return 4;
    if (six_of(text, addr))
        return 6;
    if (memchr(text, ':', size) && inet_pton(AF_INET6, text, octets) == 1) {
        *addr = upper(octets);
        return 6;
    }
    return 0;
}

static PyObject *of_text(Single *self, PyObject *address)
{
    Py_ssize_t size;
    uint64_t addr;
    const char *text = PyUnicode_AsUTF8AndSize(address, &size);
    if (text == NULL)
        PyErr_Clear();
    else if (size < TEXT && strlen(text) == (size_t)size) {
        int version = read_text(text, (size_t)size, &addr);
        if (version)
            return look(self, version == 6, addr, address);
    }
    return slow(self, address);
}

static PyObject *of_octets(Single *self, PyObject *address)
{
    char *octets;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(address, &octets, &size) < 0)
        return NULL;
    if (size == 4)
        return look(self, 0, four((unsigned char *)octets), address);
    if (size == 16)
        return look(self, 1, upper((unsigned char *)octets), address);
    return slow(self, address);
}

static PyObject *of_number(Single *self, PyObject *address)
{
    uint64_t addr = PyLong_AsUnsignedLongLong(address);
    if (addr != (uint64_t)-1 || !PyErr_Occurred()) {
        if (addr >> 32)
            return look(self, 1, 0, address);
        return look(self, 0, addr, address);
    }
    PyErr_Clear();
    PyObject *bits = PyLong_FromLong(64);
    PyObject *rest = bits ? PyNumber_Rshift(address, bits) : NULL;
    Py_XDECREF(bits);
    if (rest == NULL)
        return NULL;
    addr = PyLong_AsUnsignedLongLong(rest);
    Py_DECREF(rest);
    if (addr != (uint64_t)-1 || !PyErr_Occurred())
        return look(self, 1, addr, address);
    PyErr_Clear();
    return slow(self, address);
}

static PyObject *get(PyObject *me, PyObject *address)
{
    Single *self = (Single *)me;
    if (PyUnicode_Check(address))
        return of_text(self, address);
    if (PyBytes_Check(address))
        return of_octets(self, address);
    if (PyLong_Check(address))
        return of_number(self, address);
    return slow(self, address);
}

static void release(Table *t)
{
    if (t->attached) {
        PyBuffer_Release(&t->top);
        PyBuffer_Release(&t->low);
        if (t->near.len)
            PyBuffer_Release(&t->near);
        t->near.len = 0;
        t->attached = 0;
    }
}

/* attach(version, top, low, levels, unit, block, tail, near, values) */
static PyObject *attach(PyObject *me, PyObject *args)
{
    int version;
    PyObject *top, *low, *levels, *near, *values;
    unsigned long long unit, block, tail;
    if (!PyArg_ParseTuple(args, "iOOO!KKKOO!", &version, &top, &low, &PyTuple_Type, &levels,
                          &unit, &block, &tail, &near, &PyList_Type, &values))
        return NULL;
    Single *self = (Single *)me;
    Table *t = &self->tables[version == 6];
    release(t);
    Py_ssize_t count = PyTuple_Size(levels);
    if (count > LEVELS) {
        PyErr_SetString(PyExc_ValueError, "too many levels");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        int bits, shift;
        long size;
        if (!PyArg_ParseTuple(PyTuple_GetItem(levels, i), "iil", &bits, &shift, &size))
            return NULL;
        t->shift[i] = (unsigned char)shift;
        t->mask[i] = (uint64_t)size - 1;
    }
    if (PyObject_GetBuffer(top, &t->top, PyBUF_SIMPLE | PyBUF_FORMAT) < 0)
        return NULL;
    if (PyObject_GetBuffer(low, &t->low, PyBUF_SIMPLE | PyBUF_FORMAT) < 0) {
        PyBuffer_Release(&t->top);
        return NULL;
    }
    if (near != Py_None && PyObject_GetBuffer(near, &t->near, PyBUF_SIMPLE) < 0) {
        PyBuffer_Release(&t->top);
        PyBuffer_Release(&t->low);
        return NULL;
    }
    t->count = (int)count;
    t->wide = t->top.itemsize == 4;
    t->unit = unit, t->block = block, t->tail = tail;
    t->attached = 1;
    PyObject *old = self->values;
    Py_INCREF(values);
    self->values = values;
    Py_XDECREF(old);
    Py_RETURN_NONE;
}

/* detach(version): the arrays are going to change their size. */
static PyObject *detach(PyObject *me, PyObject *version)
{
    release(&((Single *)me)->tables[PyLong_AsLong(version) == 6]);
    Py_RETURN_NONE;
}

static int traverse(PyObject *me, visitproc visit, void *arg)
{
    Single *self = (Single *)me;
    Py_VISIT(Py_TYPE(me));
    Py_VISIT(self->values);
    return 0;
}

static int clear(PyObject *me)
{
    Single *self = (Single *)me;
    release(&self->tables[0]);
    release(&self->tables[1]);
    Py_CLEAR(self->values);
    return 0;
}

static void drop(PyObject *me)
{
    PyTypeObject *type = Py_TYPE(me);
    PyObject_GC_UnTrack(me);
    clear(me);
    freefunc release_memory = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release_memory(me);
    Py_DECREF(type);
}

/* A number of up to three digits as it is usually written; -1 = it is none. */
static int length_of(const char *text)
{
    int found = 0, digits = 0;
    for (; (unsigned char)(*text - '0') <= 9 && digits < 3; text++, digits++)
        found = found * 10 + *text - '0';
    return *text || !digits || (digits > 1 && text[-digits] == '0') ? -1 : found;
}

/* 128 bits as one number. */
static PyObject *number_of(const unsigned char *octets)
{
    PyObject *high = PyLong_FromUnsignedLongLong(upper(octets));
    PyObject *low = PyLong_FromUnsignedLongLong(upper(octets + 8));
    PyObject *bits = PyLong_FromLong(64);
    PyObject *left = high && bits ? PyNumber_Lshift(high, bits) : NULL;
    PyObject *found = left && low ? PyNumber_Or(left, low) : NULL;
    Py_XDECREF(high);
    Py_XDECREF(low);
    Py_XDECREF(bits);
    Py_XDECREF(left);
    return found;
}

/* read_prefix(text): (version, address, length), as it is usually written, or None. */
static PyObject *read_prefix(PyObject *me, PyObject *address)
{
    Py_ssize_t size;
    uint64_t addr;
    unsigned char octets[16];
    char head[TEXT];
    (void)me;
    const char *text = PyUnicode_Check(address) ? PyUnicode_AsUTF8AndSize(address, &size) : NULL;
    if (text == NULL || strlen(text) != (size_t)size) {
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    const char *end = four_of(text, &addr);
    int plen = end && *end == '/' ? length_of(end + 1) : end && !*end ? 32 : -1;
    if (plen >= 0 && plen <= 32)
        return Py_BuildValue("iKi", 4, (unsigned long long)addr, plen);
    end = strchr(text, '/');
    size_t count = end ? (size_t)(end - text) : (size_t)size;
    plen = end ? length_of(end + 1) : 128;
    if (plen < 0 || plen > 128 || count >= TEXT)
        Py_RETURN_NONE;
    memcpy(head, text, count);
    head[count] = 0;
    if (inet_pton(AF_INET6, head, octets) != 1)
        Py_RETURN_NONE;
    return Py_BuildValue("iNi", 6, number_of(octets), plen);
}

static PyMethodDef functions[] = {
    {"read_prefix", read_prefix, METH_O, "A usual text as version, address, length."},
    {NULL, NULL, 0, NULL},
};

static PyMethodDef methods[] = {
    {"get", get, METH_O, "The value for an address; None = no prefix covers it."},
    {"attach", attach, METH_VARARGS, "Read these arrays from now on."},
    {"detach", detach, METH_O, "Read the arrays of an IP version no more."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Lookups in attached arrays; all else by look_up(address)."},
    {Py_tp_traverse, traverse},
    {Py_tp_clear, clear},
    {Py_tp_dealloc, drop},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec spec = {
    .name = "rtentry.lpm._single.Single",
    .basicsize = sizeof(Single),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .slots = slots,
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_single",
    .m_doc = "One lookup, compiled.",
    .m_methods = functions,
    .m_size = -1,
};

PyMODINIT_FUNC PyInit__single(void)
{
    PyObject *made = PyModule_Create(&module);
    PyObject *type = made ? PyType_FromSpec(&spec) : NULL;
    if (type == NULL || PyModule_AddObject(made, "Single", type) < 0) {
        Py_XDECREF(type);
        Py_XDECREF(made);
        return NULL;
    }
    return made;
}
